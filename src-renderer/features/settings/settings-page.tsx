import { useRef, useState, type ReactNode } from 'react';

import { useSettings } from '../../stores/settings';
import {
  ClockIcon,
  CompareIcon,
  ConnectIcon,
  InfoIcon,
  PriceIcon,
  SunIcon,
  type Icon,
} from '../../ui/icons';
import { AboutSection } from './about-section';
import { AppearanceSection } from './appearance-section';
import { CompareSection } from './compare-section';
import { ReceiverSection } from './receiver-section';
import { PricesSection } from './prices/prices-section';
import styles from './settings-page.module.css';
import { StorageSection } from './storage-section';

type SectionId = 'receiver' | 'storage' | 'prices' | 'appearance' | 'compare' | 'about';

const sections: readonly { readonly id: SectionId; readonly title: string; readonly icon: Icon }[] =
  [
    { id: 'receiver', title: 'Receiver', icon: ConnectIcon },
    { id: 'storage', title: 'Storage', icon: ClockIcon },
    { id: 'prices', title: 'Prices', icon: PriceIcon },
    { id: 'appearance', title: 'Appearance', icon: SunIcon },
    { id: 'compare', title: 'Compare', icon: CompareIcon },
    { id: 'about', title: 'About', icon: InfoIcon },
  ];

/** Everything that can be set, on one page. Changes apply and are saved at once. */
export function SettingsPage(): ReactNode {
  const settings = useSettings();
  const content = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<SectionId>('receiver');

  const show = (id: SectionId) => {
    setCurrent(id);
    const section = content.current?.querySelector<HTMLElement>(`#${id}`);
    section?.scrollIntoView({ block: 'nearest' });
    section?.focus({ preventScroll: true });
  };
  return (
    <div className={styles.page}>
      <h1 className="srOnly">Settings</h1>
      <nav className={styles.nav} aria-label="Settings">
        {sections.map(({ id, title, icon: Drawing }) => (
          <button
            key={id}
            type="button"
            className={styles.link}
            aria-current={current === id ? 'true' : undefined}
            onClick={() => show(id)}
          >
            <Drawing size={14} />
            {title}
          </button>
        ))}
        <p className={styles.foot}>
          Saved in <span className="mono">settings.json</span> beside the database. Changes apply at
          once.
        </p>
      </nav>
      <div
        ref={content}
        className={styles.content}
        onFocusCapture={(event) => {
          const id = event.target.closest('section')?.id;
          const section = sections.find((one) => one.id === id);
          if (section !== undefined) setCurrent(section.id);
        }}
      >
        {settings !== null && (
          <>
            <div className={styles.column}>
              <ReceiverSection settings={settings} />
              <StorageSection />
            </div>
            <div className={styles.column}>
              <AppearanceSection settings={settings} />
              <CompareSection settings={settings} />
              <AboutSection />
            </div>
            <div className={styles.wide}>
              <PricesSection settings={settings} />
            </div>
          </>
        )}
      </div>
    </div>
  );
}
