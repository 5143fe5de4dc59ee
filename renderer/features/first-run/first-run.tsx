import { ArrowDownToLine, FolderOpen, Layers, Play, Plus, Search, Waves } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { KeyboardEvent, ReactElement, ReactNode, RefObject } from 'react';
import type { DemoRequest } from '../../../shared/model/demo.ts';
import { useApp, usePlatform } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { KeyCaps } from '../../components/key-caps.tsx';
import { useStore } from '../../stores/store.ts';
import { toShortMethod } from '../shell/request-tabs.tsx';
import { TidePicture } from './tide-picture.tsx';

/** The demos that the first-run screen lists. */
export function useFeaturedDemos(): readonly DemoRequest[] {
  const { demos } = useApp();
  return useStore(demos.store, (state) => state.demos).filter((demo) => demo.isFeatured);
}

/** What an empty tab shows: a stream that is one click away, and the keys to know. */
export function FirstRun(props: {
  readonly listRef: RefObject<HTMLDivElement | null>;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}): ReactElement {
  const { actions } = useApp();
  const platform = usePlatform();
  const featured = useFeaturedDemos();

  const handleKeyDown = (keyEvent: KeyboardEvent, index: number): void => {
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: featured.length - 1,
    }[keyEvent.key];
    if (to === undefined) return;
    keyEvent.preventDefault();
    const row = props.listRef.current?.querySelectorAll('button')[to];
    row?.focus();
  };

  return (
    <section className="first-run" aria-label="Start" data-area="response">
      <div className="first-run-in">
        <TidePicture />
        <h1>Watch a stream arrive</h1>
        <p className="lead">
          Send any request. If the server answers with events, you get a live timeline instead of an
          endless response. Try it with a stream that runs on this computer:
        </p>
        {featured.length > 0 && (
          <div className="demo-list" role="group" aria-label="Demo streams" ref={props.listRef}>
            {featured.map((demo, index) => (
              <DemoRow
                key={demo.id}
                demo={demo}
                isSelected={index === props.selected}
                onSelect={() => props.onSelect(index)}
                onRun={() => actions.runDemo(demo)}
                onKeyDown={(keyEvent) => handleKeyDown(keyEvent, index)}
              />
            ))}
          </div>
        )}
        <div className="first-run-keys">
          <div>
            <h2 className="h4">Bring your own</h2>
            <KeyRow
              icon={FolderOpen}
              text="Open a folder of requests"
              onClick={() => actions.run('open-folder')}
            >
              <KeyCaps keys="Mod+O" platform={platform} />
            </KeyRow>
            <KeyRow
              icon={Waves}
              text="Create the sample “Modern Pet Store”"
              onClick={() => actions.run('create-sample')}
            >
              {null}
            </KeyRow>
            <KeyRow icon={Plus} text="New request" onClick={() => actions.run('new-tab')}>
              <KeyCaps keys="Mod+N" platform={platform} />
            </KeyRow>
          </div>
          <div>
            <h2 className="h4">Keys to know</h2>
            <KeyRow icon={Search} text="Every command" onClick={() => actions.run('palette')}>
              <KeyCaps keys="Mod+K" platform={platform} />
            </KeyRow>
            <KeyRow icon={ArrowDownToLine} text="Follow the newest event">
              <KeyCaps keys="End" platform={platform} />
            </KeyRow>
            <KeyRow icon={Layers} text="All keys" onClick={() => actions.run('all-keys')}>
              <KeyCaps keys="?" platform={platform} />
            </KeyRow>
          </div>
        </div>
      </div>
    </section>
  );
}

function DemoRow(props: {
  readonly demo: DemoRequest;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onRun: () => void;
  readonly onKeyDown: (keyEvent: KeyboardEvent) => void;
}): ReactElement {
  const { demo, isSelected } = props;
  return (
    <button
      className={isSelected ? 'demo on' : 'demo'}
      tabIndex={isSelected ? 0 : -1}
      onFocus={props.onSelect}
      onMouseEnter={props.onSelect}
      onClick={props.onRun}
      onKeyDown={props.onKeyDown}
    >
      <span className={`mth ${demo.request.method}`}>{toShortMethod(demo.request.method)}</span>
      <span className="what">
        <span className="m">{demo.title}</span>
        <span className="t3 small">{demo.summary}</span>
      </span>
      <span className="t3 num small">{demo.extent}</span>
      <span className={isSelected ? 'btn pri' : 'btn'}>
        <Icon of={Play} size={12} />
        Run
        {isSelected && <kbd aria-hidden="true">↵</kbd>}
      </span>
    </button>
  );
}

function KeyRow(props: {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const inside = (
    <>
      <Icon of={props.icon} size={14} className="t3" />
      <span className="ell grow">{props.text}</span>
      {props.children}
    </>
  );
  return props.onClick === undefined ? (
    <div className="key-row">{inside}</div>
  ) : (
    <button className="key-row" onClick={props.onClick}>
      {inside}
    </button>
  );
}
