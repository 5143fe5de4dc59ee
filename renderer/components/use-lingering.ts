import { useEffect, useState } from 'react';

/** True while `isOn`, and for `ms` milliseconds after it. */
export function useLingering(isOn: boolean, ms: number): boolean {
  const [isHeld, setIsHeld] = useState(isOn);
  // Before the parts below are rendered, so that they are rendered once.
  if (isOn && !isHeld) setIsHeld(true);
  useEffect(() => {
    if (isOn || !isHeld) return undefined;
    const timer = setTimeout(() => setIsHeld(false), ms);
    return () => clearTimeout(timer);
  }, [isOn, isHeld, ms]);
  return isOn || isHeld;
}
