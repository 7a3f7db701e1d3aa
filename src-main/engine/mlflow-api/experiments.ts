/** `mlflow/experiments/…` (mlflow.md §4, rows 2 to 4). The app calls them projects. */
import {
  listMember,
  membersOf,
  requiredText,
  textMember,
  type Members,
} from '@domain/mlflow/json-members';
import { bodyOf, json, type ApiCall } from '../http-api/api-call';
import { invalid, missing, unlessTaken } from '../http-api/api-error';
import type { TaggedExperiment } from '../queries/internal-queries';
import type { Answer } from '../receiver';
import { experimentJson } from './experiment-json';
import { experimentIdOf, experimentKeyOf, idText } from './parameters';

/** Names that spans give are cut to as much. */
const MAX_NAME_LENGTH = 500;

export async function getExperiment(call: ApiCall): Promise<Answer> {
  const text = call.query.get('experiment_id') ?? '';
  return json({ experiment: experimentJson(await findExperiment(call, text)) });
}

export async function getExperimentByName({ ask, query }: ApiCall): Promise<Answer> {
  const name = query.get('experiment_name') ?? '';
  const experiment = await ask('mlflow.experiment', { name });
  if (experiment === null) throw missing(`Could not find experiment with name '${name}'.`);
  return json({ experiment: experimentJson(experiment) });
}

/** `artifact_location` is not followed: artifacts of traces are here. */
export async function createExperiment(call: ApiCall): Promise<Answer> {
  const { commands } = call;
  const body = await bodyOf(call);
  const name = nameIn(body, 'name');
  const tags = listMember(body, 'tags').map((tag, at) => tagOf(membersOf(tag, `tags[${at}]`)));
  const id = await unlessTaken(commands.annotate('createExperiment', { name }), isTaken(name));
  for (const tag of tags) await commands.annotate('setExperimentTag', { id, tag });
  return json({ experiment_id: String(id) });
}

export async function updateExperiment(call: ApiCall): Promise<Answer> {
  const body = await bodyOf(call);
  const id = await wantedId(call, body);
  if ((textMember(body, 'new_name') ?? '') !== '') {
    const name = nameIn(body, 'new_name');
    await unlessTaken(call.commands.annotate('renameExperiment', { id, name }), isTaken(name));
  }
  return json({});
}

/** As in the app: its traces go with it, and both can be brought back for a while. */
export async function deleteExperiment(call: ApiCall): Promise<Answer> {
  await call.commands.deleteExperiment(await wantedId(call, await bodyOf(call)));
  return json({});
}

export async function restoreExperiment(call: ApiCall): Promise<Answer> {
  const id = await wantedId(call, await bodyOf(call));
  await call.commands.annotate('restoreExperiment', { id });
  return json({});
}

export async function setExperimentTag(call: ApiCall): Promise<Answer> {
  const body = await bodyOf(call);
  const id = await wantedId(call, body);
  await call.commands.annotate('setExperimentTag', { id, tag: tagOf(body) });
  return json({});
}

async function findExperiment({ ask }: ApiCall, text: string): Promise<TaggedExperiment> {
  const experiment = await ask('mlflow.experiment', experimentKeyOf(text));
  if (experiment === null) throw missing(`No Experiment with id=${text} exists.`);
  return experiment;
}

async function wantedId(call: ApiCall, body: Members): Promise<number> {
  const text = idText(body, 'experiment_id');
  if (text === '') throw invalid('experiment_id: an id was expected, and there is none.');
  const id = await experimentIdOf(call, text);
  if (id !== null) return id;
  throw missing(`No Experiment with id=${text} exists.`);
}

function nameIn(body: Members, member: string): string {
  const name = requiredText(body, member);
  if (name.length <= MAX_NAME_LENGTH) return name;
  throw invalid(`${member}: at most ${MAX_NAME_LENGTH} characters were expected.`);
}

function tagOf(members: Members): { key: string; value: string } {
  return { key: requiredText(members, 'key'), value: textMember(members, 'value') ?? '' };
}

function isTaken(name: string): () => string {
  return () =>
    `Experiment '${name}' already exists. If it was deleted, it can be restored for a while.`;
}
