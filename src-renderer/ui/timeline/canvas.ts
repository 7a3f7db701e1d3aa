/** Sizes a canvas in CSS px for sharp pixels; returns its context, cleared, in CSS px. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const ratio = window.devicePixelRatio || 1;
  const pixelWidth = Math.max(1, Math.round(width * ratio));
  const pixelHeight = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
    canvas.width = pixelWidth;
    canvas.height = pixelHeight;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

const hatches = new Map<string, CanvasPattern>();

/** Diagonal stripes of a colour, for what is not over yet. */
export function hatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const kept = hatches.get(colour);
  if (kept !== undefined) return kept;
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const paint = tile.getContext('2d');
  if (paint === null) return colour;
  paint.strokeStyle = colour;
  paint.lineWidth = 2.4;
  for (const x of [-8, -4, 0, 4, 8]) {
    paint.beginPath();
    paint.moveTo(x, 9);
    paint.lineTo(x + 5, -1);
    paint.stroke();
  }
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return colour;
  hatches.set(colour, pattern);
  return pattern;
}
