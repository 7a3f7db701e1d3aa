/** `notEmitted` of the truth files: which fields are left out of the comparison. */

export interface NotEmitted {
  /** Whether a field as `traces[2].modelCalls[0].input[3]`, or what it is part of, is left out. */
  has(field: string): boolean;
  /** Of a field that is a list of messages: parts of them that are left out, e.g. `toolCalls.id`. */
  partsOf(field: string): readonly string[];
}

/** @param names e.g. `modelCalls[].output.reasoning`, `traces[5].tokens.input` */
export function notEmitted(names: readonly string[]): NotEmitted {
  const patterns = names.map((name) => {
    const steps = name.split(/\.|(?=\[)/);
    return steps[0] === 'traces' ? steps : ['traces', '[]', ...steps];
  });
  const stepsOf = (field: string): string[] => field.split(/\.|(?=\[)/);
  return {
    has(field) {
      const steps = stepsOf(field);
      return patterns.some(
        (pattern) => pattern.length <= steps.length && startsWith(steps, pattern),
      );
    },
    partsOf(field) {
      const parent = stepsOf(field);
      return patterns.flatMap((pattern) => {
        const part = pattern.slice(parent.length);
        const isPart = part.length > 0 && startsWith(parent, pattern.slice(0, parent.length));
        return isPart ? [part.join('.')] : [];
      });
    },
  };
}

/** Steps of a pattern stand for those of a field, `[]` for any number; missing numbers too. */
function startsWith(steps: readonly string[], pattern: readonly string[]): boolean {
  return pattern.every(
    (step, at) => steps[at] === step || (step === '[]' && (steps[at]?.startsWith('[') ?? false)),
  );
}
