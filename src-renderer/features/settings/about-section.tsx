import type { ReactNode } from 'react';

import { runCommand } from '../../lib/keyboard';
import { shell } from '../../lib/shell';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Row, Section } from './section';

/** Which Otelier this is. */
export function AboutSection(): ReactNode {
  const { appVersion, electronVersion, platform } = shell();
  const chromium = /Chrome\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? '';
  const report = [
    `Otelier ${appVersion}`,
    `Electron ${electronVersion}`,
    ...(chromium === '' ? [] : [`Chromium ${chromium}`]),
    platform,
  ].join(', ');
  return (
    <Section id="about" title="About">
      <Row title={`Otelier ${appVersion}`} hint={report.split(', ').slice(1).join(', ')}>
        <CopyButton text={report} label="Copy versions" />
      </Row>
      <Row title="Keys" hint="every command that has one">
        <Button size="small" onClick={() => runCommand('sheet.open')}>
          Show all keys
        </Button>
      </Row>
      <Row title="Network" hint="listens on this machine only; nothing is sent anywhere">
        <span className="t3">Local only</span>
      </Row>
    </Section>
  );
}
