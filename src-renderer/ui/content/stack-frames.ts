/**
 * Lines of a stack trace, with what people look for in them set apart. Knows the forms of
 * Python, JavaScript, the JVM, .NET, Go, Ruby and Rust; any other line is plain.
 */
export interface StackLine {
  readonly text: string;
  /** Part of the text that names file and line; empty (from = to) where there is none. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'frame' | 'source' | 'message';
  /** Belongs to the innermost frame, where it was thrown. */
  readonly isInnermost: boolean;
}

/** Python writes the innermost frame last, all others first. */
const INNERMOST_LAST = /^Traceback \(most recent call last\):/;

const frames: readonly RegExp[] = [
  // Python:   File "app/run.py", line 12, in main
  /^\s*File "(?<place>[^"]+)", line \d+/d,
  // JavaScript:   at main (app/run.js:12:5)   at app/run.js:12:5
  /^\s*at .*?\(?(?<place>[^\s()]+:\d+:\d+)\)?\s*$/d,
  // JVM:   at com.example.Main.main(Main.java:12)
  /^\s*at [\w$.<>/]+\((?<place>[^()]+)\)\s*$/d,
  // .NET:   at Example.Main() in C:\run.cs:line 12
  /^\s*at .+ in (?<place>.+:line \d+)\s*$/d,
  // Go:   	/app/run.go:12 +0x1d
  /^\s+(?<place>\S+\.go:\d+)(?: \+0x[0-9a-f]+)?\s*$/d,
  // Ruby: app/run.rb:12:in `main'
  /^\s*(?:from )?(?<place>\S+\.rb:\d+):in /d,
  // Rust:   at ./src/main.rs:12:5
  /^\s*at (?<place>\S+\.rs:\d+:\d+)\s*$/d,
];

/** Parts a stack trace by lines; all of the text is kept. */
export function parseStack(text: string): StackLine[] {
  const lines = text.replace(/\n$/, '').split('\n').map(parseLine);
  const isLast = lines.some((line) => INNERMOST_LAST.test(line.text));
  const innermost = isLast
    ? lines.findLastIndex(({ kind }) => kind === 'frame')
    : lines.findIndex(({ kind }) => kind === 'frame');
  return lines.map((line, at) => ({
    ...line,
    isInnermost: at === innermost || (at === innermost + 1 && line.kind === 'source'),
  }));
}

function parseLine(text: string): Omit<StackLine, 'isInnermost'> {
  for (const frame of frames) {
    const place = frame.exec(text)?.indices?.groups?.['place'];
    if (place !== undefined) return { text, from: place[0], to: place[1], kind: 'frame' };
  }
  const isQuiet = /^\s/.test(text) || INNERMOST_LAST.test(text);
  return { text, from: 0, to: 0, kind: isQuiet ? 'source' : 'message' };
}
