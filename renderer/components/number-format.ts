/** Numbers as the interface writes them. A space stands before the unit. */

const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const ONE_DECIMAL = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** `1,284`. */
export function formatCount(count: number): string {
  return GROUPED.format(count);
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `51 B`, `31.4 KB`, `312 MB`: steps of 1,000, one decimal below 100. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.95 would be written as 1000.0.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = unit === 0 || value >= 99.95 ? GROUPED.format(value) : ONE_DECIMAL.format(value);
  return `${text} ${BYTE_UNITS[unit] ?? 'B'}`;
}

/** `0/s`, `6.2/s`, `31/s`, `98,400/s`. */
export function formatRate(perSecond: number): string {
  const isWhole = Number.isInteger(perSecond) || perSecond >= 9.95;
  return `${isWhole ? GROUPED.format(perSecond) : ONE_DECIMAL.format(perSecond)}/s`;
}

/** `1 event`, `1,284 events`. */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** `53 %`, `<1 %`, `>99 %`: only nothing is 0 %, and only all of it 100 %. */
export function formatShare(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '0 %';
  const percent = Math.round((part / whole) * 100);
  if (percent === 0) return '<1 %';
  return percent >= 100 && part < whole ? '>99 %' : `${percent} %`;
}
