import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import { usePlatform } from '../../app-context.ts';
import { Icon } from '../../components/icon.tsx';
import { KeyCaps } from '../../components/key-caps.tsx';
import { formatPlural } from '../../components/number-format.ts';
import type { TextFinder } from '../../components/text-finder.ts';
import { matchesKeys } from '../../keymap.ts';

/** Pause in typing after which a large text is searched, in milliseconds. */
const TYPING_PAUSE_MS = 60;

/** What shows a body and can find text in it. */
export interface FindTarget extends TextFinder {
  readonly focus: () => void;
}

/** Finds text in the body; Enter goes on, Shift+Enter back, Escape leaves. */
export function FindField(props: {
  readonly editor: RefObject<FindTarget | null>;
  /** Changes when another text is shown, so that the count is taken again. */
  readonly version: string;
  readonly placeholder?: string;
}): ReactElement {
  const { editor, version } = props;
  const platform = usePlatform();
  const field = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState('');
  const [count, setCount] = useState(0);

  useEffect(() => {
    const handleKeyDown = (keyEvent: KeyboardEvent): void => {
      if (!matchesKeys(keyEvent, 'Mod+F', platform)) return;
      keyEvent.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener('keydown', handleKeyDown);
    return () => window.removeEventListener('keydown', handleKeyDown);
  }, [platform]);

  useEffect(() => {
    let isWanted = true;
    const find = async (): Promise<void> => {
      const found = await editor.current?.find(wanted);
      if (isWanted && typeof found === 'number') setCount(found);
    };
    const timer = setTimeout(() => void find(), TYPING_PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [editor, wanted, version]);

  return (
    <div className={wanted === '' ? 'fin' : 'fin act'}>
      <Icon of={Search} size={14} />
      <input
        ref={field}
        type="text"
        aria-label="Find in the body"
        placeholder={props.placeholder ?? 'Find'}
        spellCheck={false}
        value={wanted}
        onChange={(changeEvent) => setWanted(changeEvent.currentTarget.value)}
        onKeyDown={(keyEvent) => {
          if (keyEvent.key === 'Enter' && keyEvent.shiftKey) editor.current?.go(-1);
          else if (keyEvent.key === 'Enter') editor.current?.go(1);
          else if (keyEvent.key === 'Escape' && wanted !== '') setWanted('');
          else if (keyEvent.key === 'Escape') editor.current?.focus();
          else return;
          keyEvent.preventDefault();
        }}
      />
      {wanted === '' ? (
        <KeyCaps keys="Mod+F" platform={platform} joined />
      ) : (
        <span className="t3 num count" role="status">
          {formatPlural(count, 'match', 'matches')}
        </span>
      )}
    </div>
  );
}
