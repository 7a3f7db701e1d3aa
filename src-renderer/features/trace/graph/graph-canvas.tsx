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
import type { Measure } from './measure';
import { fit, panBy, reveal, zoomAround, type Size, type Viewport } from './pan-zoom';

const ZOOM_STEP = 1.25;
const WHEEL_ZOOM = 0.0022;
/** The pointer moved less than this: a press, and no drag. */
const DRAG_PX = 3;

export interface GraphCanvasHandle {
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly reveal: (nodeId: string) => void;
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
  /** Null shows all of it, also when the window or the graph grows. */
  const [chosen, setChosen] = useState<Viewport | null>(null);
  const screen = useSize(plane);
  const view = chosen ?? fit(layout, screen);
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
    fit: () => setChosen(null),
    reveal: (nodeId) => {
      const place = layout.places.get(nodeId);
      if (place === undefined) return;
      const box = { ...place, widthPx: NODE_WIDTH_PX, heightPx: NODE_HEIGHT_PX };
      const next = reveal(latest.current, box, screen);
      if (next.x !== latest.current.x || next.y !== latest.current.y) setChosen(next);
    },
    focus: () => plane.current?.focus(),
  }));

  const drag = (event: ReactPointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || (event.target as Element).closest('button') !== null) return;
    const element = event.currentTarget;
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
  return (
    <div
      ref={plane}
      role="group"
      aria-label="Graph of the run"
      // Keys act on the graph as a whole while no node has the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={selectedId === null ? 0 : -1}
      className={styles.plane}
      onPointerDown={drag}
    >
      <div
        className={styles.world}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
      >
        <GraphEdges graph={graph} layout={layout} selectedId={selectedId} />
        {graph.nodes.map((node) => {
          const place = layout.places.get(node.id);
          return place === undefined ? null : (
            <GraphNode
              key={node.id}
              graph={graph}
              node={node}
              place={place}
              measure={measure}
              isSelected={node.id === selectedId}
              isDim={selectedId !== null && !related.has(node.id)}
              onSelect={() => onSelect(node.id)}
            />
          );
        })}
      </div>
      <Legend graph={graph} />
      <div role="group" aria-label="Zoom" className={styles.zoom}>
        <IconButton
          size="small"
          icon={MinusIcon}
          label="Zoom out"
          onClick={() => zoom(1 / ZOOM_STEP)}
        />
        <span className={styles.scale}>{Math.round(view.scale * 100)}%</span>
        <IconButton size="small" icon={PlusIcon} label="Zoom in" onClick={() => zoom(ZOOM_STEP)} />
        <IconButton size="small" icon={ExpandIcon} label="Fit" onClick={() => setChosen(null)} />
      </div>
    </div>
  );
}

const legend = [
  { type: 'call', text: 'calls, width is time' },
  { type: 'then', text: 'then' },
  { type: 'handoff', text: 'handoff' },
  { type: 'fanIn', text: 'fan-in' },
] as const;

/** The lines that the graph has, by name. */
function Legend({ graph }: { readonly graph: RunGraph }): ReactNode {
  return (
    <div className={styles.legend}>
      {legend
        .filter(({ type }) => graph.edges.some((edge) => edge.type === type))
        .map(({ type, text }) => (
          <span key={type}>
            <svg width="26" height="8" aria-hidden="true">
              <path
                d="M0 4H22"
                className={`${styles.edge} ${styles[type]} ${type === 'then' ? styles.thenTone : styles.plain}`}
                strokeWidth={type === 'call' ? 3 : 1.2}
              />
            </svg>
            {text}
          </span>
        ))}
    </div>
  );
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
