import type { StreamShape } from '../../shared/model/exchange.ts';
import type { Framing, FramingOptions } from './framing.ts';
import { JsonFraming } from './json-framing.ts';
import { SeparatedFraming } from './line-framing.ts';
import { SseFraming } from './sse-framing.ts';

/** The framing of a shape. `contentType` has the boundary of a multipart body. */
export function createFraming(
  shape: StreamShape,
  _contentType: string | null,
  options: FramingOptions,
): Framing {
  switch (shape) {
    case 'ndjson':
    case 'json-seq':
      return new SeparatedFraming(shape, options);
    case 'json':
      return new JsonFraming(options);
    default:
      return new SseFraming(options);
  }
}
