import {
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type PointerEvent as ReactPointerEvent,
  type ReactNode,
  type Ref,
} from 'react';

import type { RunGraph } from '@domain/facets/run-graph';

import { IconButton } from '../../../ui/icon-button';
import { ExpandIcon, MinusIcon, PlusIcon } from '../../../ui/icons';
import { GraphEdges } from './graph-edges';
import { GraphNode } from './graph-node';
import styles from './graph.module.css';
import { NODE_HEIGHT_PX, NODE_WIDTH_PX, type GraphLayout } from './layout-graph';
import { GraphLegend } from './graph-legend';
import { wholeOf, type Measure } from './measure';
import {
  fit,
  open,
  panBy,
  reveal,
  slideIn,
  zoomAround,
  type Size,
  type Viewport,
} from './pan-zoom';

const ZOOM_STEP = 1.25;
const WHEEL_ZOOM = 0.0022;
/** The pointer moved less than this: a press, and no drag. */
const DRAG_PX = 3;

export interface GraphCanvasHandle {
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly focus: () => void;
}

export interface GraphCanvasProps {
  readonly graph: RunGraph;
  readonly layout: GraphLayout;
  readonly measure: Measure;
  readonly selectedId: string | null;
  readonly onSelect: (nodeId: string | null) => void;
  readonly ref: Ref<GraphCanvasHandle>;
}

/** The graph on a plane that is dragged and zoomed. */
export function GraphCanvas(props: GraphCanvasProps): ReactNode {
  const { graph, layout, measure, selectedId, onSelect, ref } = props;
  const plane = useRef<HTMLDivElement>(null);
  /** Null until the reader moved it: as it opens, also when the window or the graph grows. */
  const [chosen, setChosen] = useState<Viewport | 'fit' | null>(null);
  const screen = useSize(plane);
  const view =
    chosen === 'fit'
      ? fit(layout, screen)
      : (chosen ?? open(layout, screen, startOf(graph, layout)));
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });

  useEffect(() => {
    const element = plane.current;
    if (element === null) return undefined;
    // React's own wheel listeners are passive and could not keep the page from zooming.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const now = latest.current;
      setChosen(
        event.ctrlKey || event.metaKey
          ? zoomAround(
              now,
              Math.exp(-event.deltaY * WHEEL_ZOOM),
              event.clientX - left,
              event.clientY - top,
            )
          : panBy(now, -event.deltaX, -event.deltaY),
      );
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const zoom = (factor: number): void =>
    setChosen(zoomAround(latest.current, factor, screen.widthPx / 2, screen.heightPx / 2));
  useImperativeHandle(ref, () => ({
    zoom,
    fit: () => setChosen('fit'),
    focus: () => plane.current?.focus(),
  }));

  // What is selected stays in sight beside the panel, and with it all else that has room.
  const place = selectedId === null ? undefined : layout.places.get(selectedId);
  const isMeasured = screen.widthPx > 1;
  useEffect(() => {
    if (place === undefined || !isMeasured) return;
    const box = { ...place, widthPx: NODE_WIDTH_PX, heightPx: NODE_HEIGHT_PX };
    setChosen(reveal(slideIn(latest.current, layout, screen), box, screen));
  }, [place, layout, screen, isMeasured]);

  const drag = (event: ReactPointerEvent<HTMLDivElement>): void => {
    const element = event.currentTarget;
    // A node that is pressed would take the focus, and with it the keys.
    if ((event.target as Element).closest('[data-node]') !== null) {
      event.preventDefault();
      element.focus({ preventScroll: true });
    }
    if (event.button !== 0 || (event.target as Element).closest('button') !== null) return;
    const from = { x: event.clientX, y: event.clientY, view: latest.current };
    let hasMoved = false;
    element.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent): void => {
      const dx = next.clientX - from.x;
      const dy = next.clientY - from.y;
      hasMoved ||= Math.abs(dx) + Math.abs(dy) > DRAG_PX;
      if (hasMoved) setChosen(panBy(from.view, dx, dy));
    };
    const end = (): void => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', end);
      element.removeEventListener('pointercancel', end);
      if (!hasMoved) onSelect(null);
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', end);
    element.addEventListener('pointercancel', end);
  };

  const related = new Set<string>();
  if (selectedId !== null) {
    related.add(selectedId);
    for (const { from, to } of graph.edges) {
      if (from === selectedId) related.add(to);
      if (to === selectedId) related.add(from);
    }
  }
  const selectedAt = graph.nodes.findIndex(({ id }) => id === selectedId);
  const whole = wholeOf(graph, measure);
  return (
    <div
      ref={plane}
      role="group"
      aria-label="Graph of the run"
      // Keys act on the graph as a whole while no node has the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-activedescendant={selectedAt < 0 ? undefined : nodeId(selectedAt)}
      className={styles.plane}
      onPointerDown={drag}
    >
      <div
        className={styles.world}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
      >
        <GraphEdges graph={graph} layout={layout} selectedId={selectedId} />
        {graph.nodes.map((node, at) => {
          const nodePlace = layout.places.get(node.id);
          return nodePlace === undefined ? null : (
            <GraphNode
              key={node.id}
              id={nodeId(at)}
              node={node}
              place={nodePlace}
              measure={measure}
              whole={whole}
              isSelected={node.id === selectedId}
              isDim={selectedId !== null && !related.has(node.id)}
              onSelect={() => onSelect(node.id)}
            />
          );
        })}
      </div>
      <GraphLegend graph={graph} />
      <div role="group" aria-label="Zoom" className={styles.zoom}>
        <IconButton
          size="small"
          icon={MinusIcon}
          label="Zoom out"
          onClick={() => zoom(1 / ZOOM_STEP)}
        />
        <span className={styles.scale}>{Math.round(view.scale * 100)}%</span>
        <IconButton size="small" icon={PlusIcon} label="Zoom in" onClick={() => zoom(ZOOM_STEP)} />
        <IconButton size="small" icon={ExpandIcon} label="Fit" onClick={() => setChosen('fit')} />
      </div>
    </div>
  );
}

/** Where the run begins: the middle of its first node. */
function startOf(
  { nodes }: RunGraph,
  { places }: GraphLayout,
): { readonly x: number; readonly y: number } | undefined {
  let first = nodes[0];
  for (const node of nodes) {
    if (first === undefined || node.firstStartNs < first.firstStartNs) first = node;
  }
  const place = first === undefined ? undefined : places.get(first.id);
  return place && { x: place.x + NODE_WIDTH_PX / 2, y: place.y + NODE_HEIGHT_PX / 2 };
}

function nodeId(at: number): string {
  return `graph-node-${at}`;
}

function useSize(ref: React.RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ widthPx: 1, heightPx: 1 });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void =>
      setSize({ widthPx: element.clientWidth, heightPx: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
