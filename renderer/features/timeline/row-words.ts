import { assertNever } from '../../../shared/result.ts';
import type { NetworkErrorKind } from '../../../shared/model/network-error.ts';
import type { CloseEntry, ErrorEntry, ProblemEntry } from '../../../shared/model/timeline.ts';

export interface ErrorWords {
  readonly title: string;
  readonly cause: string;
  readonly hint: string;
}

const CAUSES: Readonly<
  Record<NetworkErrorKind, { readonly cause: string; readonly hint: string }>
> = {
  'host-not-found': {
    cause: 'No address was found for the host name.',
    hint: 'Check the name in the URL. If a VPN serves it, connect to the VPN and send again.',
  },
  'dns-failed': {
    cause: 'The name could not be looked up.',
    hint: 'The resolver did not answer. Check the network and send again.',
  },
  'connection-refused': {
    cause: 'Nothing listens on that port.',
    hint: 'The server has not started or uses another port. Start it and send again.',
  },
  'connection-reset': {
    cause: 'The server or a proxy closed it in the middle of the response.',
    hint: 'Often the idle timeout of a proxy, or a server that was restarted.',
  },
  'host-unreachable': {
    cause: 'The network has no way to that host.',
    hint: 'Check the network or the VPN and send again.',
  },
  'connect-timeout': {
    cause: 'The host did not answer in time.',
    hint: 'A firewall often looks like this. Check the address and the port.',
  },
  'headers-timeout': {
    cause: 'The server sent no response head in time.',
    hint: 'It may be busy. What it does with this request is in its own log.',
  },
  'body-timeout': {
    cause: 'The server stopped sending.',
    hint: 'A heartbeat comment every few seconds keeps a stream open.',
  },
  'tls-untrusted': {
    cause: 'The certificate is not signed by an authority that this computer trusts.',
    hint: 'Often a local or company certificate. Its root has to be trusted first.',
  },
  'tls-expired': {
    cause: 'The certificate of the server is out of date.',
    hint: 'Renew it on the server. Also check the clock of this computer.',
  },
  'tls-wrong-host': {
    cause: 'The certificate is for another host name.',
    hint: 'Use the name that the certificate has, or renew it with this one.',
  },
  'tls-failed': {
    cause: 'No encrypted connection could be agreed on.',
    hint: 'The port may speak plain HTTP, or the server only old TLS versions.',
  },
  'protocol-error': {
    cause: 'What came is not valid HTTP.',
    hint: 'The port may belong to another kind of server.',
  },
  'headers-too-large': {
    cause: 'The response head is larger than 64 KiB.',
    hint: 'Often a cookie that grows with each answer.',
  },
  'body-cut': {
    cause: 'The response ended before it was complete.',
    hint: 'The server or a proxy gave up in the middle. What had arrived is kept.',
  },
  'decode-failed': {
    cause: 'The body does not match its Content-Encoding.',
    hint: 'A proxy may have changed the body. Send without compression to compare.',
  },
  'too-many-redirects': {
    cause: 'The server redirects in a circle.',
    hint: 'Look at the Location fields in Headers.',
  },
  'storage-failed': {
    cause: 'The stream could not be kept on disk.',
    hint: 'Free some disk space and send again. What had arrived is kept.',
  },
  aborted: { cause: 'It was stopped.', hint: 'What had arrived is kept.' },
  unknown: {
    cause: 'The connection failed for a reason that Tideline does not know.',
    hint: 'The code may help in a search.',
  },
};

/** Title, cause and next step of a failed connection. */
export function getErrorWords(row: Pick<ErrorEntry, 'errorKind' | 'afterHeaders'>): ErrorWords {
  return {
    title: row.afterHeaders ? 'Connection lost' : 'Not connected',
    ...CAUSES[row.errorKind],
  };
}

/** What ended a connection. `previousData` is the data of the event before, null if there is none. */
export function getCloseWords(
  row: Pick<CloseEntry, 'by' | 'rule'>,
  previousData: string | null,
): { readonly title: string; readonly text: string } {
  switch (row.by) {
    case 'server':
      return previousData?.trim() === '[DONE]'
        ? { title: 'Closed by the server', text: 'after [DONE]' }
        : { title: 'Closed by the server', text: 'The response is complete.' };
    case 'user':
      return { title: 'Stopped', text: 'You closed the connection. What had arrived is kept.' };
    case 'rule':
      return {
        title: 'Stopped by a rule',
        text: row.rule === null ? 'What had arrived is kept.' : row.rule,
      };
    case 'network':
      return { title: 'Closed', text: 'The connection broke.' };
    default:
      return assertNever(row.by);
  }
}

/** What is wrong in a stream, and what a browser does with it. */
export function getProblemWords(problem: ProblemEntry['problem']): {
  readonly title: string;
  readonly text: string;
} {
  switch (problem) {
    case 'unfinished-event':
      return {
        title: 'Unfinished event:',
        text: 'the stream ended inside it, so a browser drops it',
      };
    case 'truncated-event':
      return { title: 'Cut event:', text: 'larger than 16 MiB, only its beginning is kept' };
    default:
      return assertNever(problem);
  }
}

/** `200 OK`, or `200` when the server sent no reason. */
export function formatStatus(status: number, reason: string): string {
  return reason === '' ? String(status) : `${status} ${reason}`;
}

/** `HTTP/1.1`, `HTTP/2`, whatever form the version came in. */
export function formatProtocol(httpVersion: string): string {
  const version = httpVersion.replace(/^HTTP\//i, '');
  return `HTTP/${version === '2.0' ? '2' : version}`;
}

/** `TLS 1.3` from `TLSv1.3`. */
export function formatTls(tlsVersion: string): string {
  return tlsVersion.replace(/^TLSv/, 'TLS ');
}
