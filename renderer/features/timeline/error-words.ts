import type { NetworkErrorKind } from '../../../shared/model/network-error.ts';
import type { ErrorEntry } from '../../../shared/model/timeline.ts';
import { formatSeconds } from '../../components/time-format.ts';

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
  'decoded-too-large': {
    cause: 'The content is a decompression bomb.',
    hint: 'It grows to more than a thousand times of what was sent.',
  },
  'http2-not-spoken': {
    cause: 'The server does not speak HTTP/2.',
    hint: 'Let the version be chosen by both sides.',
  },
  'client-certificate': {
    cause: 'The server did not take the client certificate, or wants one.',
    hint: 'Check which certificate is set for the host.',
  },
  'proxy-unreachable': {
    cause: 'The proxy cannot be reached.',
    hint: 'Check its address and port.',
  },
  'proxy-auth': {
    cause: 'The proxy wants other credentials.',
    hint: 'Check user name and password of the proxy.',
  },
  'proxy-refused': {
    cause: 'The proxy did not open the way.',
    hint: 'It may not allow this host or port.',
  },
  'file-refused': {
    cause: 'A file of the body cannot be sent.',
    hint: 'Choose it again in the Body tab.',
  },
  'auth-failed': {
    cause: 'The request could not be authenticated.',
    hint: 'Check the settings in the Auth tab.',
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

/** What the row before the end of a connection tells about it. */
export interface EndContext {
  /** Time since the last byte; null: too short to mean anything. */
  readonly silenceMs: number | null;
  /** Time between the comments before it; null where there were none. */
  readonly heartbeatMs: number | null;
  /** The event by which the stream said that nothing more is to come; null: it did not. */
  readonly lastWord: string | null;
  /** The stream ended inside an event. */
  readonly isUnfinished: boolean;
}

export const NO_END_CONTEXT: EndContext = {
  silenceMs: null,
  heartbeatMs: null,
  lastWord: null,
  isUnfinished: false,
};

/** Title, cause and next step of a failed connection. */
export function getErrorWords(
  row: Pick<ErrorEntry, 'errorKind' | 'afterHeaders'>,
  context: EndContext | null = null,
): ErrorWords {
  const { cause, hint } = CAUSES[row.errorKind];
  const isCut = row.errorKind === 'connection-reset' || row.errorKind === 'body-cut';
  return {
    title: row.afterHeaders ? 'Connection lost' : 'Not connected',
    cause,
    hint: isCut && row.afterHeaders ? (getIdleHint(context) ?? hint) : hint,
  };
}

/** A cut after a silence looks like an idle timeout; null where there was no silence. */
function getIdleHint(context: EndContext | null): string | null {
  const silenceMs = context?.silenceMs ?? null;
  if (context === null || silenceMs === null) return null;
  const silence = `Often a proxy’s idle timeout: the last byte came ${formatSeconds(silenceMs)} before.`;
  return context.heartbeatMs === null
    ? silence
    : `${silence} Compare with the heartbeat interval (${formatSeconds(context.heartbeatMs)}).`;
}
