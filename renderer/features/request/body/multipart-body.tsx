import { useState } from 'react';
import type { ReactElement } from 'react';
import type { StoredPart } from '../../../../shared/model/workspace/stored-request.ts';
import { SelectField } from '../../../components/select-field.tsx';
import { TemplateInput } from '../../variables/template-input.tsx';
import { nextRowId } from '../draft.ts';
import type { Row } from '../draft.ts';
import { CONTENT_TYPES } from '../header-words.ts';
import { RowTable } from '../row-table.tsx';
import type { TableRow } from '../row-table.tsx';
import { moveRow, removeRow } from '../rows.ts';
import { useRequest } from '../use-request.ts';
import { FileChip } from './file-chip.tsx';
import { useFiles } from './use-files.ts';

type Part = Row<StoredPart>;

const KINDS = [
  { id: 'text', label: 'Text' },
  { id: 'file', label: 'File' },
] as const;

/** Parts of a `multipart/form-data` body: texts and files, each with a media type of its own if need be. */
export function MultipartBody(): ReactElement {
  const { draft, edit } = useRequest();
  const [areTypesShown, setAreTypesShown] = useState(false);
  const parts = draft.bodyParts;
  const files = useFiles(parts.flatMap((part) => (part.kind === 'file' ? part.paths : [])));
  const hasTypes = areTypesShown || parts.some((part) => part.contentType !== '');

  const change = (update: (rows: readonly Part[]) => readonly Part[]): void =>
    edit((old) => ({ ...old, bodyParts: update(old.bodyParts) }));
  const changePart = (id: number, update: (part: Part) => Part): void =>
    change((rows) => rows.map((row) => (row.id === id ? update(row) : row)));
  const choose = async (id: number): Promise<void> => {
    const chosen = await files.choose(true);
    if (chosen.length === 0) return;
    changePart(id, (part) =>
      withPaths(
        part,
        chosen.map(({ path }) => path),
      ),
    );
  };

  const renderValue = ({ id }: TableRow, name: string): ReactElement | null => {
    const part = parts.find((candidate) => candidate.id === id);
    if (part?.kind !== 'file') return null;
    return (
      <span className="file-cell">
        {part.paths.map((path, index) => (
          // One file may be sent twice.
          <FileChip
            key={index}
            path={path}
            file={files.get(path)}
            onRemove={() =>
              changePart(id, (old) =>
                old.kind === 'file' ? { ...old, paths: old.paths.toSpliced(index, 1) } : old,
              )
            }
          />
        ))}
        <button
          className="btn s"
          aria-label={`Choose files for ${name}`}
          onClick={() => void choose(id)}
        >
          Choose…
        </button>
      </span>
    );
  };
  const renderEnd = ({ id }: TableRow, name: string): ReactElement => {
    const part = parts.find((candidate) => candidate.id === id);
    return (
      <SelectField
        aria-label={`Kind of ${name}`}
        choices={KINDS}
        selected={part?.kind ?? 'text'}
        onSelect={(kind) => changePart(id, (old) => withKind(old, kind))}
      />
    );
  };
  const renderBelow = ({ id }: TableRow, name: string): ReactElement | null => {
    const part = parts.find((candidate) => candidate.id === id);
    if (!hasTypes) return null;
    return (
      <span className="part-type t3 mono">
        Content-Type
        <TemplateInput
          className="fill"
          aria-label={`Content-Type of ${name}`}
          placeholder={part?.kind === 'file' ? 'by file name' : 'none'}
          words={CONTENT_TYPES}
          value={part?.contentType ?? ''}
          onText={(contentType) => changePart(id, (old) => ({ ...old, contentType }))}
        />
      </span>
    );
  };

  return (
    <div className="panel-scroll">
      <RowTable
        label="Form parts"
        noun="part"
        rows={parts.map((part) => ({ ...part, value: part.kind === 'text' ? part.value : '' }))}
        onChange={(id, part) => changePart(id, (old) => ({ ...old, ...part }))}
        onRemove={(id) => change((rows) => removeRow(rows, id))}
        onMove={(id, toIndex) => change((rows) => moveRow(rows, id, toIndex))}
        onAdd={(part, text) => change((rows) => [...rows, { ...createPart(), [part]: text }])}
        renderValue={renderValue}
        renderEnd={renderEnd}
        renderBelow={renderBelow}
      >
        {parts.length > 0 && (
          <button
            className={hasTypes ? 'btn s on' : 'btn s ghost'}
            aria-pressed={hasTypes}
            onClick={() => setAreTypesShown(!areTypesShown)}
          >
            Types
          </button>
        )}
      </RowTable>
    </div>
  );
}

function createPart(): Part {
  const id = nextRowId();
  return {
    id,
    kind: 'text',
    isEnabled: true,
    name: '',
    value: '',
    description: '',
    contentType: '',
  };
}

function withPaths(part: Part, paths: readonly string[]): Part {
  return part.kind === 'file' ? { ...part, paths: [...part.paths, ...paths] } : part;
}

function withKind(part: Part, kind: Part['kind']): Part {
  if (part.kind === kind) return part;
  const { id, isEnabled, name, description, contentType } = part;
  const head = { id, isEnabled, name, description, contentType };
  return kind === 'file' ? { ...head, kind, paths: [] } : { ...head, kind, value: '' };
}
