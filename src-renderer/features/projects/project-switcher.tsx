import { useState, type ReactNode } from 'react';

import { commandKeyLabel } from '../../lib/keyboard';
import { isMac } from '../../lib/shell';
import { ChevronDownIcon } from '../../ui/icons';
import { Popover } from '../../ui/popover';
import { chooseProject } from './choose-project';
import { useProjectMenu } from './project-menu';
import { ProjectPicker } from './project-picker';
import styles from './project-picker.module.css';
import { projectName, useProjects } from './use-projects';

/** The project whose traces are listed, and the way to another one. */
export function ProjectSwitcher({ project }: { readonly project: number | null }): ReactNode {
  const isOpen = useProjectMenu((menu) => menu.isOpen);
  const projects = useProjects();
  const name = project === null ? 'All projects' : projectName(projects, project) || 'Project';
  const key = commandKeyLabel('project.switch', isMac());
  // Opened again before it has faded, it begins anew.
  const [opening, setOpening] = useState({ isOpen, count: 0 });
  if (opening.isOpen !== isOpen) setOpening({ isOpen, count: opening.count + (isOpen ? 1 : 0) });
  const close = (): void => useProjectMenu.setState({ isOpen: false });
  return (
    <Popover
      title="Switch project"
      hideTitle
      align="start"
      className={styles.popover}
      open={isOpen}
      onOpen={(open) => useProjectMenu.setState({ isOpen: open })}
      trigger={
        <button
          type="button"
          className={styles.switcher}
          aria-label={`Project: ${name}`}
          title={`${name}. Switch project (${key})`}
        >
          <bdi className="ellipsis">{name}</bdi>
          <ChevronDownIcon size={12} />
        </button>
      }
    >
      <ProjectPicker
        key={opening.count}
        label="Find a project"
        current={project}
        isSwitcher
        onChoose={(chosen) => {
          close();
          chooseProject(chosen?.id ?? null);
        }}
      />
    </Popover>
  );
}
