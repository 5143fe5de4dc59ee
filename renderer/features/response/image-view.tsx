import { useCallback, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { IMAGE_BYTES_MAX, IMAGE_PIXELS_MAX } from '../../../shared/limits.ts';
import { formatBytes, formatCount } from '../../components/number-format.ts';
import { readImageSize } from './image-size.ts';

/** A picture, from bytes that are here already; nothing is loaded. */
export function ImageView(props: {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}): ReactElement {
  const { bytes, mediaType } = props;
  const size = useMemo(() => readImageSize(bytes), [bytes]);
  const [isBroken, setIsBroken] = useState(false);
  const pixels = size === null ? 0 : size.width * size.height;
  const isTooLarge = bytes.length > IMAGE_BYTES_MAX || pixels > IMAGE_PIXELS_MAX;
  const draw = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(new Blob([bytes.slice()], { type: mediaType }));
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [bytes, mediaType],
  );
  const facts =
    size === null
      ? formatBytes(bytes.length)
      : `${size.format}, ${formatCount(size.width)} × ${formatCount(size.height)} pixels, ${formatBytes(bytes.length)}`;

  if (size === null || isBroken) {
    return (
      <p className="quiet centre">
        The Content-Type says {mediaType}, but this is no picture that can be shown. Hex has its
        bytes.
      </p>
    );
  }
  if (isTooLarge) {
    return (
      <p className="quiet centre">
        {facts}. Pictures up to {formatBytes(IMAGE_BYTES_MAX)} and{' '}
        {formatCount(IMAGE_PIXELS_MAX / 1_000_000)} million pixels are shown. Save it to look at it.
      </p>
    );
  }
  return (
    <figure className="picture">
      <div>
        <img ref={draw} alt="Response body" draggable={false} onError={() => setIsBroken(true)} />
      </div>
      <figcaption className="num t3">{facts}</figcaption>
    </figure>
  );
}
