import { useCallback, useState } from 'react';
import type { ComponentProps, ReactElement } from 'react';
import { TextEditor } from '../../components/editors.ts';
import { useApp } from '../../app-context.ts';
import { useStore } from '../../stores/store.ts';
import { describeVariable, isUnresolved } from './variable-words.ts';

/** An editor for text with `{{name}}` in it; below it stands where the value at the caret comes from. */
export function TemplateEditor(
  props: Omit<ComponentProps<typeof TextEditor>, 'describePlaceholder' | 'onPlaceholder'>,
): ReactElement {
  const { variables: store } = useApp();
  const variables = useStore(store.store, (state) => state);
  const [name, setName] = useState<string | null>(null);
  const describe = useCallback(
    (each: string) => ({
      text: describeVariable(each, variables?.get(each)),
      isBad: isUnresolved(each, variables),
    }),
    [variables],
  );
  return (
    <>
      <TextEditor
        {...props}
        {...(variables !== null && { describePlaceholder: describe })}
        onPlaceholder={setName}
      />
      {name !== null && variables !== null && (
        <p
          className={isUnresolved(name, variables) ? 'editor-note err' : 'editor-note'}
          role="status"
        >
          {describeVariable(name, variables.get(name))}
        </p>
      )}
    </>
  );
}
