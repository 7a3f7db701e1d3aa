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
  /** Belongs to a frame of a library or of the runtime. */
  readonly isLibrary: boolean;
}

/** Fewer frames of libraries are not worth a fold. */
const MIN_FOLDED = 2;
/** A text without a frame in as many lines is no stack trace. */
const MAX_LOOK_LINES = 500;

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

/** Where packages and runtimes keep their code, by language. */
const libraries: readonly RegExp[] = [
  /[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python\d|<frozen |[\\/]\.?venv[\\/]/,
  /[\\/]node_modules[\\/]|\(?node:|internal\/(?:process|modules)\//,
  /\bat (?:java|javax|jdk|sun|kotlin|kotlinx|scala|org\.springframework|reactor)\./,
  /\bat (?:System|Microsoft)\./,
  /\/usr\/(?:local\/)?(?:lib\/)?go\/|\/go\/pkg\/mod\//,
  /\/gems\/|\/rubies\//,
  /\/rustc\/|\.cargo\/registry\//,
];

/** Whether any line names a place in code. */
export function hasFrames(text: string): boolean {
  return text.split('\n', MAX_LOOK_LINES).some((line) => parseLine(line).kind === 'frame');
}

/** Parts a stack trace by lines; all of the text is kept. */
export function parseStack(text: string): StackLine[] {
  const lines = text.replace(/\n$/, '').split('\n').map(parseLine);
  const isLast = lines.some((line) => INNERMOST_LAST.test(line.text));
  const innermost = isLast
    ? lines.findLastIndex(({ kind }) => kind === 'frame')
    : lines.findIndex(({ kind }) => kind === 'frame');
  let isLibrary = false;
  return lines.map((line, at) => {
    // Lines of source belong to the frame above them.
    if (line.kind === 'frame') isLibrary = libraries.some((library) => library.test(line.text));
    else if (line.kind === 'message') isLibrary = false;
    return {
      ...line,
      isInnermost: at === innermost || (at === innermost + 1 && line.kind === 'source'),
      isLibrary,
    };
  });
}

/** A run of lines that stand or fold together. */
export interface StackRun {
  readonly lines: readonly StackLine[];
  /** Frames of libraries that may be folded away; 0 for lines that always show. */
  readonly libraryFrames: number;
}

/** Puts frames of libraries together. Where it was thrown always shows, and so does a lone frame. */
export function stackRuns(lines: readonly StackLine[]): StackRun[] {
  const runs: { lines: StackLine[]; libraryFrames: number }[] = [];
  for (const line of lines) {
    const folds = line.isLibrary && !line.isInnermost;
    const last = runs.at(-1);
    const isFrame = line.kind === 'frame';
    if (last !== undefined && last.libraryFrames > 0 === folds) {
      last.lines.push(line);
      if (folds && isFrame) last.libraryFrames += 1;
    } else runs.push({ lines: [line], libraryFrames: folds ? 1 : 0 });
  }
  return runs.map((run) => (run.libraryFrames < MIN_FOLDED ? { ...run, libraryFrames: 0 } : run));
}

type PlainLine = Omit<StackLine, 'isInnermost' | 'isLibrary'>;

function parseLine(text: string): PlainLine {
  for (const frame of frames) {
    const place = frame.exec(text)?.indices?.groups?.['place'];
    if (place !== undefined) return { text, from: place[0], to: place[1], kind: 'frame' };
  }
  const isQuiet = /^\s/.test(text) || INNERMOST_LAST.test(text);
  return { text, from: 0, to: 0, kind: isQuiet ? 'source' : 'message' };
}
