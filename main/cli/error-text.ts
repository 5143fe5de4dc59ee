import type { NetworkError, NetworkErrorKind } from '../../shared/model/network-error.ts';
import { escapeLine } from './escape.ts';

interface ErrorWords {
  readonly sentence: string;
  readonly nextStep: string;
}

const WORDS: Readonly<Record<NetworkErrorKind, ErrorWords>> = {
  'host-not-found': {
    sentence: 'No address was found for the host',
    nextStep: 'Check the name for a missing letter; if a VPN serves it, connect to it first.',
  },
  'dns-failed': {
    sentence: 'The name of the host could not be looked up',
    nextStep: 'Check that this computer is online and its name server answers.',
  },
  'connection-refused': {
    sentence: 'Nothing listens at that address and port',
    nextStep: 'Start the server, or check the port.',
  },
  'connection-reset': {
    sentence: 'The server closed the connection',
    nextStep: 'Send again; if it happens each time, look at the log of the server or proxy.',
  },
  'host-unreachable': {
    sentence: 'There is no way to that address from this network',
    nextStep: 'Check the network, the VPN and the address.',
  },
  'connect-timeout': {
    sentence: 'The server did not take the connection in time',
    nextStep: 'Check the address and port; often a firewall drops the packets.',
  },
  'headers-timeout': {
    sentence: 'The server took the request but did not answer in time',
    nextStep: 'Look at what the server does with this request.',
  },
  'body-timeout': {
    sentence: 'The server stopped sending in the middle',
    nextStep: 'Look at the log of the server or proxy.',
  },
  'tls-untrusted': {
    sentence: 'The certificate comes from an issuer that is not trusted here',
    nextStep: 'Name the file of a company or local root with --cacert.',
  },
  'tls-expired': {
    sentence: 'The certificate of the server is not valid at this time',
    nextStep: 'Renew the certificate on the server, or check the clock of this computer.',
  },
  'tls-wrong-host': {
    sentence: 'The certificate belongs to another name',
    nextStep: 'Use the name in the certificate, or fix the certificate.',
  },
  'tls-failed': {
    sentence: 'The encrypted connection could not be set up',
    nextStep: 'Check that this port speaks TLS; if it does not, use http://.',
  },
  'protocol-error': {
    sentence: 'The answer is not valid HTTP',
    nextStep: 'Check that this port speaks HTTP; if it speaks TLS, use https://.',
  },
  'headers-too-large': {
    sentence: 'The header section of the response is too large',
    nextStep: 'Often a cookie grows with each request: look at what the server sets.',
  },
  'body-cut': {
    sentence: 'The connection was cut in the middle of the response',
    nextStep: 'What had arrived is above. Look at the log of the server or proxy.',
  },
  'decode-failed': {
    sentence: 'The content is not encoded as Content-Encoding says',
    nextStep: "Send -H 'Accept-Encoding: identity' to see it as it is.",
  },
  'decoded-too-large': {
    sentence: 'The content is a decompression bomb',
    nextStep: 'It grows to more than a thousand times of what was sent; --raw keeps it packed.',
  },
  'http2-not-spoken': {
    sentence: 'The server does not speak HTTP/2',
    nextStep: 'Leave --http2 out to take what both sides speak.',
  },
  'client-certificate': {
    sentence: 'The server did not take the client certificate, or wants one',
    nextStep: 'Name a certificate with --cert and its key with --key.',
  },
  'proxy-unreachable': {
    sentence: 'The proxy cannot be reached',
    nextStep: 'Check the address of the proxy, or leave it out with --noproxy.',
  },
  'proxy-auth': {
    sentence: 'The proxy wants other credentials',
    nextStep: 'Give them with --proxy-user.',
  },
  'proxy-refused': {
    sentence: 'The proxy did not open the way to the server',
    nextStep: 'It may not allow this host or port.',
  },
  'file-refused': {
    sentence: 'A file of the body cannot be sent',
    nextStep: 'Allow a file outside the workspace with --allow-file PATH.',
  },
  'auth-failed': {
    sentence: 'The request could not be authenticated',
    nextStep: 'Check the credentials.',
  },
  'too-many-redirects': {
    sentence: 'The server redirected too often',
    nextStep: 'Look at the Location fields: they often lead in a circle.',
  },
  'storage-failed': {
    sentence: 'What arrived could not be written',
    nextStep: 'Check the disk.',
  },
  aborted: {
    sentence: 'The request was stopped',
    nextStep: 'Send again.',
  },
  unknown: {
    sentence: 'The request failed',
    nextStep: 'The code above may say more.',
  },
};

/** One plain sentence for a failure, without a full stop. */
export function toErrorSentence(kind: NetworkErrorKind): string {
  return WORDS[kind].sentence;
}

/** What happened, the raw code with the addresses tried, and what to do: three lines for stderr. */
export function toErrorText(error: NetworkError): string {
  const { sentence, nextStep } = WORDS[error.kind];
  const facts = [error.code ?? error.kind, error.addresses.join(', '), error.detail]
    .filter((fact) => fact !== '')
    .map(escapeLine);
  return `tideline: ${sentence}.\n  ${facts.join('  ')}\n  ${nextStep}\n`;
}
