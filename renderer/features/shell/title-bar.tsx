import { Columns2, Maximize, Moon, PanelLeft, Rows2, Search, Sun } from 'lucide-react';
import type { ReactElement } from 'react';
import { useApp, usePlatform } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { KeyCaps } from '../../components/key-caps.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { toKeyText } from '../../keymap.ts';
import { resolveTheme } from '../../stores/settings-store.ts';
import { useStore } from '../../stores/store.ts';
import { WorkspaceMenu } from '../workspace/workspace-menu.tsx';
import { RequestTabs } from './request-tabs.tsx';

const LAYOUTS = [
  { id: 'side', label: 'Side by side', icon: Columns2 },
  { id: 'stacked', label: 'Stacked', icon: Rows2 },
  { id: 'response', label: 'Response only', icon: Maximize },
] as const;

/** The title bar: workspace, open requests, commands, layout and theme. The window is dragged by it. */
export function TitleBar(props: {
  readonly hasSidebar: boolean;
  readonly hasLayoutSwitch: boolean;
}): ReactElement {
  const { actions, settings } = useApp();
  const platform = usePlatform();
  const layout = useStore(settings.store, (state) => state.layout);
  const theme = useStore(settings.store, (state) => resolveTheme(state.theme));
  const sidebarLabel = props.hasSidebar ? 'Hide sidebar' : 'Show sidebar';
  const themeLabel = theme === 'dark' ? 'Use the light theme' : 'Use the dark theme';

  return (
    <header className="titlebar" aria-label="Title bar" data-area="title-bar">
      <div className={props.hasSidebar ? 'tb-side' : 'tb-side closed'}>
        <WorkspaceMenu />
        <button
          className="ib s"
          aria-label={sidebarLabel}
          title={`${sidebarLabel} (${toKeyText('toggle-sidebar', platform)})`}
          aria-expanded={props.hasSidebar}
          onClick={() => actions.run('toggle-sidebar')}
        >
          <Icon of={PanelLeft} />
        </button>
      </div>
      <div className="tb-main">
        <RequestTabs />
        <div className="tb-right">
          <button className="cmdk" aria-haspopup="dialog" onClick={() => actions.run('palette')}>
            <Icon of={Search} size={14} />
            <span>Commands</span>
            <KeyCaps keys="Mod+K" platform={platform} joined />
          </button>
          {props.hasLayoutSwitch && (
            <Segmented
              label="Layout"
              choices={LAYOUTS}
              selected={layout}
              onSelect={actions.setLayout}
            />
          )}
          <button
            className="ib"
            aria-label={themeLabel}
            title={themeLabel}
            onClick={() => actions.run(theme === 'dark' ? 'theme-light' : 'theme-dark')}
          >
            <Icon of={theme === 'dark' ? Sun : Moon} />
          </button>
        </div>
      </div>
    </header>
  );
}
