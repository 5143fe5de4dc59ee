import { TriedAction, isChange } from './crash-points.ts';
import type { DriverProgram, FileCall } from './driver.ts';

const ERRNOS = ['EIO', 'ENOSPC', 'EACCES', 'EROFS', 'EMFILE'] as const;

/** What came of trying actions at many points. */
export interface LoopReport {
  readonly points: number;
  /** What went wrong, a sentence each. */
  readonly faults: readonly string[];
}

/** Which calls are tried. */
type Choice = (call: FileCall, index: number) => boolean;

/** T34: kills the program at calls of an action. */
export async function runCrashLoop(
  program: DriverProgram,
  actions: readonly string[],
  chooses: Choice,
): Promise<LoopReport> {
  return runLoop(program, actions, chooses, (tried, call) => [() => tried.killAt(call)]);
}

/** T35: lets calls of an action fail, once and from there on, with a system error each, or with every one. */
export async function runFaultLoop(
  program: DriverProgram,
  actions: readonly string[],
  chooses: Choice,
  errnosPerCall: number,
): Promise<LoopReport> {
  let turn = 0;
  return runLoop(program, actions, chooses, (tried, call) => {
    // Threads wake each other by writing: not every one of those may fail.
    const modes = isChange(call) && call.name !== 'write' ? [false, true] : [false];
    return modes.flatMap((goesOn) =>
      Array.from({ length: errnosPerCall }, () => {
        const errno = ERRNOS[turn++ % ERRNOS.length] ?? 'EIO';
        return () => tried.failAt(call, errno, goesOn);
      }),
    );
  });
}

/** Whether a call is about a file; what the C library asks the kernel about itself is not ours to handle. */
function isOurs({ text }: FileCall): boolean {
  return !/[<"]\/(proc|sys)\//.test(text);
}

async function runLoop(
  program: DriverProgram,
  actions: readonly string[],
  chooses: Choice,
  toTries: (tried: TriedAction, call: FileCall) => readonly (() => Promise<string | null>)[],
): Promise<LoopReport> {
  const faults: string[] = [];
  let points = 0;
  for (const action of actions) {
    await using tried = await TriedAction.learn(program, action);
    for (const call of tried.calls.filter(isOurs).filter(chooses)) {
      for (const attempt of toTries(tried, call)) {
        points++;
        const fault = await attempt().catch((cause: unknown) => {
          return `${action} at ${call.when} ${call.text}: ${String(cause)}`;
        });
        if (fault === null) continue;
        faults.push(fault);
        console.error(fault.slice(0, 500));
      }
    }
  }
  return { points, faults };
}
