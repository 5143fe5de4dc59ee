/** Stands in for the conformance inspector, so that the benchmark can tell what the inspector costs. */

export class LineProblems {
  readonly isFull = false;
  beginSegment(): void {}
  checkBytes(): void {}
  noteUnknownLine(): void {}
  noteParserError(): void {}
  checkRetry(): void {}
}

export class BurstWatch {
  observe(): boolean {
    return false;
  }
}

export class ResumeWatch {
  start(): void {}
  observe(): null {
    return null;
  }
  end(): null {
    return null;
  }
}

export const inspectHead = (): readonly [] => [];
export const findBufferingSigns = (): readonly [] => [];
