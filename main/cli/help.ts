/** What `tideline --help` prints. */
export const HELP = `tideline: send a request and watch the event stream arrive.

Usage
  tideline send URL [options]     send a request, print its timeline or its body
  tideline send FILE.yml [options]  send a request out of a workspace
  tideline check FOLDER           name every mistake in a workspace's files
  tideline demo [--port N]        serve the demo endpoints until Ctrl-C
  tideline demo --play [--json]   stream the chat demo here and now; needs no network
  tideline --help | --version

Request
  -X, --request METHOD     default: GET, or POST with -d
  -H, --header 'Name: value'   may be repeated; order and duplicates are kept
  -d, --data DATA          content; sent as application/json when it is a JSON object or
                           array, else as application/x-www-form-urlencoded
  -d, --data @FILE         content of a file, as it is
  -F, --form NAME=VALUE    part of a multipart form; NAME=@FILE sends files (more with commas),
                           NAME=<FILE their text; ;type= and ;filename= after it
      --form-string NAME=VALUE   the same, without a meaning of @, < and ;
      --data-binary @FILE  content straight from the disk, of any size
  -T, --upload-file FILE   the same with PUT
      --graphql QUERY      with --variables JSON and --operation NAME; @FILE reads a file
  -b, --cookie 'a=1; b=2'  Cookie field
  -c, --cookie-jar FILE    cookies are read from it, and kept in it

Authentication
  -u, --user NAME[:PASSWORD]     basic; with --digest digest, with --aws-sigv4 signed
      --digest
      --aws-sigv4 aws:amz:REGION:SERVICE   -u has the access key and its secret
      --oauth2-bearer TOKEN      '-' takes the secret 'token'
      --login              a request's OAuth 2 settings may ask you to log in
      --secrets-stdin      NAME=VALUE lines with secrets from standard input; a secret also comes
                           from the environment variable TIDELINE_SECRET_NAME. Names: password,
                           token, session_token, proxy_password, cert_passphrase

Connection
      --http1.1, --http2   this version only; else what both sides speak
      --cacert FILE        authorities to trust beside the built-in ones (PEM)
  -E, --cert FILE          client certificate, with --key FILE and --cert-type pem or p12
  -k, --insecure           check no certificate
  -x, --proxy URL          http, https or socks5; with --proxy-user NAME[:PASSWORD]. Without it
                           http_proxy, https_proxy, all_proxy and no_proxy decide
      --noproxy LIST       hosts that are reached without it; * for all
      --no-location        follow no redirect; --max-redirs N follows that many (default 10)
      --keep-method        keep method and content on every redirect
      --connect-timeout TIME, --headers-timeout TIME
      --raw                leave Content-Encoding as it is
      --no-keepalive

Request out of a file
      --env NAME           environment of the workspace
      --var NAME=VALUE     value of a variable, wins over all others; may be repeated
      --secrets-stdin      its secret variables, too
      --allow-file PATH    a file outside the workspace that the request may send
      --dot-env            read the .env file that the environment names
      --allow-unresolved   send {{name}} as it is written where it has no value
  Everything above takes the place of what the file says.

Stream
      --as SHAPE           read the answer as sse, ndjson, json-seq, json or text, whatever its type
      --reconnect MODE     off (default); browser: exactly what an EventSource does;
                           on: the same with growing waits, and an end after 10 failed attempts
      --retry MS           reconnection time before the stream sets one (default 3000)
      --last-event-id ID   sent with the first request

Output
      --json               one JSON object a line (NDJSON), written as it arrives
  -i, --include            print the response head first
      --filter QUERY       print only the entries that match, such as 'type:tick $.price > 10'
      --stats              print statistics at the end
  -f, --fail               exit with 1 when the HTTP status is 400 or more

Rules that end a stream
      --until TYPE         after the first event of this type
      --max-events N       after N events
      --for TIME           this long after the request was sent
      --idle TIME          when nothing arrived for this long
  TIME is a number with a unit: 500ms, 10s, 2m, 1h.

Exit codes
  0    ended by the server or by a rule      4    stdout could not be written
  1    HTTP status >= 400, with --fail       130  interrupted (Ctrl-C)
  2    wrong usage; nothing was sent         143  terminated
  3    no connection, it was cut, or the attempts failed
  5    the filter took too long
  'check' exits with 1 when there is a mistake.

Colour appears on a terminal only, and never when NO_COLOR is set.
`;
