/** Projects that answer as the engine's do. */
import { ContractError } from '@contract/errors';
import type { Experiment } from '@domain/annotations/experiment';

import type { FakeEngine } from './fake-engine';

export class FakeProjects {
  #projects: Experiment[] = [];
  #deleted: Experiment[] = [];

  constructor(...names: readonly string[]) {
    names.forEach((name, id) => this.#add(id, name, id * 10));
  }

  /** Answers the engine's methods. */
  install(engine: FakeEngine): this {
    const changed = (): void => engine.emit('experiments.changed', {});
    engine
      .answer('experiments.list', () => [...this.#projects])
      .answer('experiments.create', ({ name }) => {
        this.#refuseTaken(name);
        const id = 100 + this.#projects.length;
        this.#add(id, name, 0);
        changed();
        return { id };
      })
      .answer('experiments.rename', ({ id, name }) => {
        this.#refuseTaken(name);
        this.#projects = this.#projects.map((project) =>
          project.id === id ? { ...project, name } : project,
        );
        changed();
        return null;
      })
      .answer('experiments.delete', ({ id }) => {
        this.#deleted = this.#projects.filter((project) => project.id === id);
        this.#projects = this.#projects.filter((project) => project.id !== id);
        changed();
        return { deleted: this.#deleted[0]?.traceCount ?? 0, undoToken: 'project' };
      })
      .answer('traces.undoDelete', () => {
        this.#projects.push(...this.#deleted);
        changed();
        return { restored: this.#deleted.length };
      });
    return this;
  }

  #add(id: number, name: string, traceCount: number): void {
    this.#projects.push({ id, name, createdMs: 0, updatedMs: 0, isDeleted: false, traceCount });
  }

  #refuseTaken(name: string): void {
    if (this.#projects.some((project) => project.name === name)) {
      throw new ContractError('conflict', `There is a project named "${name}" already.`);
    }
  }
}
