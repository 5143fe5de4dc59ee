import { useRef, useState } from 'react';
import { AnchoredList } from './anchored-list.tsx';
import { AT_START } from './anchored-scroll.ts';
import './hex-view.css';
import { toHexLine } from './hex-lines.ts';
import { useElementSize } from './use-element-size.ts';

interface HexViewProps {
  readonly bytes: Uint8Array;
  /** Offset of the first byte in what it was taken from. */
  readonly baseOffset?: number;
  readonly ariaLabel: string;
}

const LINE_PX = 19;
/** Width from which a line of 16 bytes fits. */
const WIDE_PX = 600;

/** Bytes as offset, hexadecimal and ASCII. Only the lines on screen are drawn. */
export function HexView({ bytes, baseOffset = 0, ariaLabel }: HexViewProps) {
  const ref = useRef<HTMLDivElement>(null);
  const { widthPx } = useElementSize(ref);
  const [position, setPosition] = useState(AT_START);
  const perLine = widthPx >= WIDE_PX ? 16 : 12;
  return (
    <div ref={ref} className="hexv">
      <AnchoredList
        label={ariaLabel}
        rowCount={Math.ceil(bytes.length / perLine)}
        getRowHeight={() => LINE_PX}
        position={position}
        onPositionChange={setPosition}
        renderRow={(index) => {
          const line = toHexLine(bytes, index, perLine, baseOffset);
          return (
            <div className="hex">
              <span role="gridcell" className="t3">
                {line.offset}
              </span>
              <span role="gridcell">{line.hex}</span>
              <span role="gridcell" className="t2">
                {line.ascii}
              </span>
            </div>
          );
        }}
      />
    </div>
  );
}
