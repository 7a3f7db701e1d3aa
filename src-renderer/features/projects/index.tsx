export { MoveDialog } from './move-dialog';
export { ProjectSwitcher } from './project-switcher';
export { useProjectCommands } from './project-menu';
export { chooseProject, keepProject } from './choose-project';
export { projectName, useProjects, type Projects } from './use-projects';
