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

Request out of a file
      --env NAME           environment of the workspace
      --var NAME=VALUE     value of a variable, wins over all others; may be repeated
      --secrets-stdin      NAME=VALUE lines with secrets from standard input; a secret also
                           comes from the environment variable TIDELINE_SECRET_NAME
      --dot-env            read the .env file that the environment names
      --allow-unresolved   send {{name}} as it is written where it has no value
  -X, -H and -d take the place of what the file says.

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
