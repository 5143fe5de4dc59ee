import type { StreamShape } from '../../shared/model/exchange.ts';
import { assertNever } from '../../shared/result.ts';
import type { Framing, FramingOptions } from './framing.ts';
import { JsonFraming } from './json-framing.ts';
import { SeparatedFraming } from './line-framing.ts';
import { MultipartFraming } from './multipart-framing.ts';
import { TextFraming } from './text-framing.ts';
import { SseFraming } from './sse-framing.ts';

/** The framing of a shape. `contentType` gives the boundary of a multipart body. */
export function createFraming(
  shape: StreamShape,
  contentType: string | null,
  options: FramingOptions,
): Framing {
  switch (shape) {
    case 'ndjson':
    case 'json-seq':
      return new SeparatedFraming(shape, options);
    case 'json':
      return new JsonFraming(options);
    case 'event-stream':
      return new SseFraming(options);
    case 'multipart':
      return new MultipartFraming(contentType, options);
    case 'text':
      return new TextFraming(options);
    default:
      return assertNever(shape);
  }
}
