import type { RequestDefinition } from '../../shared/model/request.ts';
import type { QueryNode } from '../../shared/query/query.ts';
import { withScheme } from '../../shared/model/request.ts';
import { ok } from '../../shared/result.ts';
import { BARE_ENVIRONMENT } from '../http/http-environment.ts';
import type { HttpEnvironment } from '../http/http-environment.ts';
import { createTransport } from '../http/transport.ts';
import { systemClock } from '../stream/clock.ts';
import { applyFlags } from './apply-flags.ts';
import { createCliEnvironment } from './cli-environment.ts';
import { readSecrets } from './cli-secrets.ts';
import { Output, shouldColour } from './cli-io.ts';
import type { CliIo } from './cli-io.ts';
import { NO_RULES } from './command.ts';
import type { SendCommand, StreamRules } from './command.ts';
import { toErrorText } from './error-text.ts';
import { escapeLine } from './escape.ts';
import { EntryFilter } from './entry-filter.ts';
import { EXIT, toSignalExitCode } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { JsonPrinter } from './printers/json-printer.ts';
import { PeoplePrinter } from './printers/people-printer.ts';
import type { Printer } from './printers/printer.ts';
import { runExchange } from './run-exchange.ts';
import type { ExchangeOutcome } from './run-exchange.ts';
import { readRequestFile } from './request-file.ts';
import { StatsWatch } from './stats-watch.ts';
import { checkRequest, toRequest } from './to-request.ts';

/** How a response is printed and judged. */
export interface SendOptions {
  readonly json: boolean;
  readonly include: boolean;
  readonly fail: boolean;
  readonly filter: QueryNode | null;
  readonly stats: boolean;
  readonly rules: StreamRules;
  /** Values of secrets, which are not printed where the request is. */
  readonly hides?: readonly string[];
  readonly environment?: HttpEnvironment;
}

/** Plain printing of everything until the end. */
export const DEFAULT_SEND_OPTIONS: SendOptions = {
  json: false,
  include: false,
  fail: false,
  filter: null,
  stats: false,
  rules: NO_RULES,
};

/** `tideline send`: prints to stdout as it arrives; what went wrong goes to stderr. */
export async function runSend(command: SendCommand, io: CliIo): Promise<ExitCode> {
  const { file, http } = command;
  const getSecret = await readSecrets(http.readsSecrets, io);
  const read = file === null ? null : await readRequestFile(file, command, getSecret);
  if (read !== null && !read.ok) return refuse(read.error, io);
  for (const warning of read?.value.warnings ?? []) warn(warning, io);
  const own = read === null ? await toRequest(command) : ok(read.value.request);
  if (!own.ok) return refuse(own.error, io);
  const flagged = await applyFlags(own.value, http, getSecret);
  if (!flagged.ok) return refuse(flagged.error, io);
  const request = checkRequest(flagged.value.request);
  if (!request.ok) return refuse(request.error, io);
  const hides = [...(read?.value.secretValues ?? []), ...flagged.value.secrets];
  const environment = await createCliEnvironment(
    {
      flags: http,
      getSecret,
      folder: read?.value.folder ?? null,
      url: withScheme(request.value.url),
      files: flagged.value.files,
      secrets: hides,
    },
    io,
  );
  if (!environment.ok) return refuse(environment.error, io);
  if (http.transport.verifiesCertificates === false) {
    warn('--insecure: certificates are not checked; anybody on the way can read and change it', io);
  }
  const code = await sendRequest(
    request.value,
    { ...command, hides, environment: environment.value },
    io,
  );
  return keepCookies(environment.value, code, io);
}

/** The jar is on the disk before the command ends, or that it is not is told. */
async function keepCookies(
  { cookies }: HttpEnvironment,
  code: ExitCode,
  io: CliIo,
): Promise<ExitCode> {
  try {
    await cookies?.flush();
  } catch (cause: unknown) {
    warn(`--cookie-jar: ${cause instanceof Error ? cause.message : String(cause)}`, io);
  }
  return code;
}

function warn(sentence: string, io: CliIo): void {
  io.stderr.write(`tideline: ${escapeLine(sentence)}\n`);
}

function refuse(sentence: string, io: CliIo): ExitCode {
  warn(sentence, io);
  return EXIT.usage;
}

/** Sends a valid request and prints what comes. */
export async function sendRequest(
  request: RequestDefinition,
  options: SendOptions,
  io: CliIo,
): Promise<ExitCode> {
  const output = new Output(io.stdout, io.interrupt);
  const printer = createPrinter(options, io);
  const stats = options.stats ? new StatsWatch() : null;
  const filter =
    options.filter === null ? null : new EntryFilter(options.filter, io.queryWorkerPath);
  const outcome = await runExchange({
    request,
    rules: options.rules,
    printer,
    filter,
    stats,
    output,
    interrupt: io.interrupt,
    transport: createTransport(),
    hides: options.hides ?? [],
    environment: options.environment ?? BARE_ENVIRONMENT,
    clock: systemClock,
  });
  await filter?.close();
  if (stats !== null) await output.write(printer.printStats(stats.getStats()));
  if (output.failed.aborted) return toOutputExitCode(output, io);
  return toExitCode(outcome, options, io);
}

function createPrinter(options: SendOptions, io: CliIo): Printer {
  if (options.json) return new JsonPrinter();
  const isTerminal = io.stdout.isTTY === true;
  return new PeoplePrinter({
    isTerminal,
    hasColour: shouldColour(io.stdout, io.env),
    getColumns: () => (isTerminal ? (io.stdout.columns ?? 80) : null),
    include: options.include,
  });
}

function toOutputExitCode(output: Output, io: CliIo): ExitCode {
  const code = String(output.failed.reason);
  // `tideline ... | head` has seen enough: nothing went wrong.
  if (code === 'EPIPE') return EXIT.ok;
  io.stderr.write(`tideline: stdout cannot be written (${code})\n`);
  return EXIT.output;
}

function toExitCode(outcome: ExchangeOutcome, options: SendOptions, io: CliIo): ExitCode {
  const { end, status, wasStream } = outcome;
  if (outcome.isFilterTooSlow) {
    io.stderr.write('tideline: the filter took too long, so the stream was ended\n');
    return EXIT.filter;
  }
  switch (end.kind) {
    case 'failed':
      io.stderr.write(toErrorText(end.error));
      return EXIT.network;
    case 'stopped':
    case 'interrupted':
      return toSignalExitCode(io.interrupt);
    case 'rule':
      if (!wasStream) io.stderr.write(`tideline: ended by --${end.rule} before the response did\n`);
      break;
    case 'ended':
      break;
  }
  if (!options.fail || status === null || status < 400) return EXIT.ok;
  io.stderr.write(`tideline: the server answered ${status}\n`);
  return EXIT.httpStatus;
}
