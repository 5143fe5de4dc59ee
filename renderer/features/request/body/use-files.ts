import { useCallback, useEffect, useState } from 'react';
import type { BodyFile } from '../../../../shared/model/http-parts.ts';
import { useApp } from '../../../app-context.ts';

/** Files that a body names, and a way to choose others. */
export interface Files {
  /** What is known of a path; undefined until main has looked. */
  readonly get: (path: string) => BodyFile | undefined;
  /** Asks with the system's dialog; empty when the user cancelled. The choice allows reading them. */
  readonly choose: (allowsSeveral: boolean) => Promise<readonly BodyFile[]>;
}

/** Looks the paths up, and again when others are named. */
export function useFiles(paths: readonly string[]): Files {
  const { api } = useApp();
  const [known, setKnown] = useState<ReadonlyMap<string, BodyFile>>(new Map());
  const asked = JSON.stringify(paths);

  const put = useCallback((files: readonly BodyFile[]): void => {
    setKnown((old) => new Map([...old, ...files.map((file) => [file.path, file] as const)]));
  }, []);

  useEffect(() => {
    let isWanted = true;
    const wanted = JSON.parse(asked) as readonly string[];
    if (wanted.length === 0) return;
    void api.filesLook({ paths: wanted }).then((answer) => {
      if (isWanted && answer.ok) put(answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [api, asked, put]);

  return {
    get: (path) => known.get(path),
    choose: async (allowsSeveral) => {
      const answer = await api.filesChoose({ allowsSeveral });
      if (!answer.ok || answer.value === null) return [];
      put(answer.value);
      return answer.value;
    },
  };
}
