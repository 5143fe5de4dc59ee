import type { NetworkError, NetworkErrorKind } from '../../../shared/model/network-error.ts';
import { formatDate, formatDays } from '../../components/time-format.ts';
import { withScheme } from '../../../shared/model/request.ts';
import { assertNever } from '../../../shared/result.ts';

/** Picture beside the title of an error. */
export type ErrorSign = 'name' | 'plug' | 'clock' | 'shield' | 'broken' | 'disk';

/** What a button beside a step does. */
export type ErrorAction =
  | 'send-again'
  | 'edit-url'
  | 'show-chain'
  | 'trust-authority'
  | 'accept-once'
  | 'show-auth'
  | 'show-body'
  | 'show-settings';

/** One thing to do; `action` names the button that does it. */
export interface ErrorStep {
  readonly text: string;
  readonly action: ErrorAction | null;
}

/** A failed exchange in plain words: what is wrong, why, and what to do. */
export interface ErrorText {
  readonly sign: ErrorSign;
  readonly title: string;
  readonly cause: string;
  readonly steps: readonly ErrorStep[];
}

/** Names that the sentences use. */
interface Target {
  readonly host: string;
  readonly hostAndPort: string;
  readonly port: string;
  readonly isLoopback: boolean;
  readonly addresses: string;
}

/** The one table from an error kind to sentence and next step. */
export function toErrorText(error: NetworkError, url: string): ErrorText {
  return toTextOfKind(error.kind, toTarget(error, url), error);
}

const AGAIN: ErrorStep = { text: 'Send the request again.', action: 'send-again' };

function again(text: string): ErrorStep {
  return { text, action: 'send-again' };
}

function note(text: string): ErrorStep {
  return { text, action: null };
}

function editUrl(text: string): ErrorStep {
  return { text, action: 'edit-url' };
}

function toTextOfKind(kind: NetworkErrorKind, target: Target, error: NetworkError): ErrorText {
  const { host, hostAndPort, port } = target;
  const kept = error.afterHeaders ? ' What had arrived is kept.' : '';
  switch (kind) {
    case 'host-not-found':
      return {
        sign: 'name',
        title: `No address found for ${host}`,
        cause: 'The resolver of this computer says that this name does not exist.',
        steps: [
          editUrl('Check the name. Is a letter missing?'),
          again('If a VPN serves this name, connect to it and send again.'),
        ],
      };
    case 'dns-failed':
      return {
        sign: 'name',
        title: `The name ${host} could not be looked up`,
        cause: 'The resolver gave no answer, so it is not known whether the name exists.',
        steps: [note('Check the network connection of this computer.'), AGAIN],
      };
    case 'connection-refused':
      return {
        sign: 'plug',
        title: `Nothing listens on ${hostAndPort}`,
        cause: `${target.isLoopback ? 'The computer' : 'The host'} answered at once and refused the connection on port ${port}. Either the server has not started or it uses another port.${target.addresses}`,
        steps: [
          again('Start the server, then send again.'),
          editUrl('If the server uses another port, change it in the URL.'),
        ],
      };
    case 'connection-reset':
      return {
        sign: 'plug',
        title: `${host} broke the connection off`,
        cause: `The server, or a proxy on the way, closed the connection without finishing.${kept}`,
        steps: [
          note('Often a server that restarted or crashed. Its log may say why.'),
          again('Send again once the server is up.'),
        ],
      };
    case 'host-unreachable':
      return {
        sign: 'plug',
        title: `There is no way to ${host}`,
        cause: `The name has an address, but the network has no route to it.${target.addresses}`,
        steps: [note('Check the network, and the VPN if the host is behind one.'), AGAIN],
      };
    case 'connect-timeout':
      return {
        sign: 'clock',
        title: `${hostAndPort} did not answer`,
        cause: `No connection came about in time. Often a firewall drops the packets, or the host is off.${target.addresses}`,
        steps: [editUrl(`Check the host and the port ${port}.`), AGAIN],
      };
    case 'headers-timeout':
      return {
        sign: 'clock',
        title: `${host} took the request and sent no response`,
        cause: 'The connection stood, but no header arrived in time.',
        steps: [note('The server may still work on it. Its log may say what it waits for.'), AGAIN],
      };
    case 'body-timeout':
      return {
        sign: 'clock',
        title: `${host} stopped sending`,
        cause: `The response had begun, and then nothing arrived for too long.${kept}`,
        steps: [note('A stream can send comments to show that it is alive.'), AGAIN],
      };
    case 'tls-untrusted':
      return {
        sign: 'shield',
        title: `The certificate of ${host} is not trusted`,
        cause: `It is signed by itself, or by an issuer that this computer does not know.${notSent(error)}`,
        steps: [
          ...chainSteps(error),
          { text: 'Trust a company or local root certificate.', action: 'trust-authority' },
          again('Then send again.'),
          acceptOnce(host),
        ],
      };
    case 'tls-expired':
      return {
        sign: 'shield',
        ...toExpiredText(host, error),
        steps: [
          note('Renew the certificate on the server. This is the real fix.'),
          ...chainSteps(error),
          again('If the clock of this computer is wrong, set it and send again.'),
          acceptOnce(host),
        ],
      };
    case 'tls-wrong-host':
      return {
        sign: 'shield',
        title: `The certificate is not for ${host}`,
        cause: `The server has a certificate for ${toNames(error)}.${notSent(error)}`,
        steps: [
          editUrl('Use a name that the certificate holds.'),
          ...chainSteps(error),
          again('Or renew it on the server with this name, then send again.'),
          acceptOnce(host),
        ],
      };
    case 'tls-failed':
      return {
        sign: 'shield',
        title: `No secure connection with ${hostAndPort}`,
        cause: `The two sides did not agree on TLS. Often the port speaks plain HTTP.${notSent(error)}`,
        steps: [editUrl('If the server has no TLS, write http:// in the URL.'), AGAIN],
      };
    case 'protocol-error':
      return {
        sign: 'broken',
        title: `The answer of ${host} is not HTTP`,
        cause: `Something answered, but not in the form that HTTP prescribes.${kept}`,
        steps: [editUrl(`Check that port ${port} is the one for HTTP.`), AGAIN],
      };
    case 'headers-too-large':
      return {
        sign: 'broken',
        title: `The headers from ${host} are too large`,
        cause: 'The header section is larger than 64 KB, so it was not read.',
        steps: [note('Often cookies that grew. Make the headers smaller on the server.'), AGAIN],
      };
    case 'body-cut':
      return {
        sign: 'broken',
        title: `The response from ${host} is cut`,
        cause: `The connection ended before the response was complete.${kept}`,
        steps: [note('Often a proxy timeout, or a server that restarted.'), AGAIN],
      };
    case 'decode-failed':
      return {
        sign: 'broken',
        title: `The content from ${host} could not be unpacked`,
        cause: `It is not what its Content-Encoding says.${kept}`,
        steps: [
          note('Add the header Accept-Encoding: identity to ask for it unpacked.'),
          again('Then send again.'),
        ],
      };
    case 'decoded-too-large':
      return {
        sign: 'broken',
        title: `${host} sent a decompression bomb`,
        cause: 'The content grows to more than a thousand times of what was sent.',
        steps: [AGAIN],
      };
    case 'http2-not-spoken':
      return {
        sign: 'broken',
        title: `${host} does not speak HTTP/2`,
        cause: 'The request is set to HTTP/2 only.',
        steps: [{ text: 'Let both sides choose the version.', action: 'show-settings' }, AGAIN],
      };
    case 'client-certificate':
      return {
        sign: 'broken',
        title: `${host} wants another client certificate`,
        cause: 'None was sent, or the server did not take the one that was.',
        steps: [{ text: 'Add the certificate for this host.', action: 'show-auth' }, AGAIN],
      };
    case 'proxy-unreachable':
      return {
        sign: 'broken',
        title: `The proxy for ${host} cannot be reached`,
        cause: 'Nothing answered at the address of the proxy.',
        steps: [{ text: 'Check the proxy, or pass it by.', action: 'show-settings' }, AGAIN],
      };
    case 'proxy-auth':
      return {
        sign: 'broken',
        title: `The proxy for ${host} wants other credentials`,
        cause: 'User name and password are missing, or not the right ones.',
        steps: [
          { text: 'Set user name and password of the proxy.', action: 'show-settings' },
          AGAIN,
        ],
      };
    case 'proxy-refused':
      return {
        sign: 'broken',
        title: `The proxy did not open the way to ${host}`,
        cause: 'It may not allow this host or port.',
        steps: [{ text: 'Check the proxy, or pass it by.', action: 'show-settings' }, AGAIN],
      };
    case 'file-refused':
      return {
        sign: 'broken',
        title: `Nothing was sent to ${host}: a file is missing`,
        cause: 'A file of the body is not there, has changed, or was not chosen by you.',
        steps: [{ text: 'Choose the file again.', action: 'show-body' }, AGAIN],
      };
    case 'auth-failed':
      return {
        sign: 'broken',
        title: `Nothing was sent to ${host}: no credentials`,
        cause: 'The settings of the authentication gave nothing that can be sent.',
        steps: [{ text: 'Check the settings of the authentication.', action: 'show-auth' }, AGAIN],
      };
    case 'too-many-redirects':
      return {
        sign: 'broken',
        title: `${host} redirects in a circle`,
        cause: 'Tideline followed ten redirects and was sent on once more.',
        steps: [editUrl('Use the final address in the URL.'), AGAIN],
      };
    case 'storage-failed':
      return {
        sign: 'disk',
        title: 'The response could not be stored on this computer',
        cause: 'Everything that arrives is written to disk first, and the disk refused it.',
        steps: [note('Check that the disk has room and may be written to.'), AGAIN],
      };
    case 'aborted':
      return {
        sign: 'plug',
        title: 'The request was stopped',
        cause: `It ended before the response was complete.${kept}`,
        steps: [AGAIN],
      };
    case 'unknown':
      return {
        sign: 'broken',
        title: `The request to ${host} failed`,
        cause: `The cause has no name of its own in Tideline; the technical detail has the code.${kept}`,
        steps: [AGAIN],
      };
    default:
      return assertNever(kind);
  }
}

/** What the server showed can be looked at, where it is known. */
function chainSteps(error: NetworkError): readonly ErrorStep[] {
  return error.certificates.length === 0
    ? []
    : [{ text: 'Look at the certificate chain that the server sent.', action: 'show-chain' }];
}

/** Never the first step, and never more than one send. */
function acceptOnce(host: string): ErrorStep {
  return { text: `Accept this certificate for ${host}, for one send.`, action: 'accept-once' };
}

function toExpiredText(host: string, error: NetworkError): Pick<ErrorText, 'title' | 'cause'> {
  const own = error.certificates[0];
  const nowMs = Date.now();
  if (own === undefined || (own.validFromMs <= nowMs && nowMs <= own.validToMs)) {
    return {
      title: `The certificate of ${host} is out of date`,
      cause: `Its time of validity is over, or has not begun.${notSent(error)}`,
    };
  }
  if (nowMs < own.validFromMs) {
    return {
      title: `The certificate of ${host} is not valid yet`,
      cause: `It is valid from ${formatDate(own.validFromMs)}.${notSent(error)}`,
    };
  }
  return {
    title: `The certificate of ${host} expired ${formatDays(nowMs - own.validToMs)} ago`,
    cause: `It was valid until ${formatDate(own.validToMs)}.${notSent(error)}`,
  };
}

function toNames(error: NetworkError): string {
  const names = error.certificates[0]?.altNames.map((name) => name.replace(/^DNS:/, '')) ?? [];
  return names.length === 0 ? 'other names' : names.slice(0, 5).join(', ');
}

function notSent(error: NetworkError): string {
  return error.phase === 'tls'
    ? ' Nothing was sent: the request stopped before its headers left this computer.'
    : '';
}

function toTarget(error: NetworkError, url: string): Target {
  const addresses = error.addresses.length === 0 ? '' : ` Tried ${error.addresses.join(' and ')}.`;
  try {
    const { hostname, port, protocol } = new URL(withScheme(url));
    const shownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
    return {
      host: hostname,
      hostAndPort: `${hostname}:${shownPort}`,
      port: shownPort,
      isLoopback: /^(localhost|127\.|\[::1\])/.test(hostname),
      addresses,
    };
  } catch {
    return { host: url, hostAndPort: url, port: '', isLoopback: false, addresses };
  }
}
