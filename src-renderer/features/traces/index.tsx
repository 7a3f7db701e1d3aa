export { TracesPage } from './traces-page';
