/**
 * Every cap and default of the product, with its unit and its reason.
 * What happens at a limit is told where the limit is used, and tested.
 */

/** Longest event, in bytes as received. A longer one is kept to this size and marked as truncated. */
export const EVENT_BYTES_MAX = 16 * 1024 * 1024;

/** Header section of a response, in bytes. undici refuses a larger one with `UND_ERR_HEADERS_OVERFLOW`. */
export const HEADER_SECTION_BYTES_MAX = 64 * 1024;

/** Content codings in one `Content-Encoding`. More is an attack, not a configuration. */
export const CONTENT_CODINGS_MAX = 2;

/** Redirects followed in one exchange. Browsers stop at 20, most clients at 10. */
export const REDIRECTS_MAX = 10;

/** Waiting time for the TCP and TLS handshakes, in milliseconds. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** Waiting time for the header section, in milliseconds. LLM endpoints may think for minutes. */
export const HEADERS_TIMEOUT_MS = 300_000;

/** Bytes that may wait for the disk before the socket is paused. TCP then slows the server down. */
export const SPOOL_PENDING_BYTES_MAX = 8 * 1024 * 1024;

/** Bytes that are enough for a write of their own. Every write costs the engine a hand-over to another thread. */
export const APPEND_BYTES_MIN = 1024 * 1024;

/** Time after which fewer bytes are written, in milliseconds: what a power cut may take of a slow stream. */
export const APPEND_DELAY_MS = 4;

/** Disk space of all spools together, in bytes. The oldest ones are deleted beyond it. */
export const SPOOLS_DISK_BYTES_MAX = 4 * 1024 * 1024 * 1024;

/** Rows of one index segment. A full segment goes to disk; 65,536 rows of 32 bytes are 2 MiB. */
export const INDEX_SEGMENT_ROWS = 65_536;

/** Rows that an index has room for at first: 8 KiB. It doubles, so that the many short streams cost no megabytes. */
export const SEGMENT_FIRST_ROWS = 256;

/** Rows of the index that are counted together; whatever looks for a place looks at no more than one such block. */
export const INDEX_BLOCK_ROWS = 1_024;

/** Rows of one segment of the folds, which are written down beside the index; 4,096 of 64 bytes are 256 KiB. */
export const FOLD_SEGMENT_ROWS = 4_096;

/** Index segments held in memory per exchange; older ones are read back from disk by need. */
export const INDEX_SEGMENTS_IN_MEMORY = 4;

/** Rows in one `timeline:page` answer. A window of 2,000 px in compact rows shows 91. */
export const PAGE_ROWS_MAX = 512;

/** Characters of event data or comment text in a row. The detail panel shows the rest. */
export const ROW_PREVIEW_CHARS_MAX = 400;

/** Bytes in one `body:read` answer. Larger ranges are read in steps. */
export const BODY_READ_BYTES_MAX = 1024 * 1024;

/** Bytes of one entry in a `timeline:entry` answer. A longer entry says so and is paged as raw bytes. */
export const ENTRY_DETAIL_BYTES_MAX = 1024 * 1024;

/** Event types counted by name in one exchange. Further types are counted together as 'other types'. */
export const EVENT_TYPES_COUNTED_MAX = 200;

/** Time between two pushes of one exchange, in milliseconds: one frame at 60 Hz. */
export const PUSH_INTERVAL_MS = 16;

/**
 * Time between two pushes at `RACING_EVENTS_PER_SECOND` and above, in milliseconds. Nobody reads rows at
 * that rate; drawing them 60 times a second would take the processor from the stream. Four times a second are calm.
 */
export const RACING_PUSH_INTERVAL_MS = 250;

/**
 * Time that a window has to build the pane of a stream that races from its first byte, in milliseconds: eight frames. Of
 * its content only `FIRST_SCREEN_BYTES` are read before that, so a longer stream of that kind takes no less time.
 */
export const FIRST_SCREEN_MS = 130;

/** Content within that time from which a stream counts as such, in bytes: some thousand events. */
export const FIRST_SCREEN_BYTES = 256 * 1024;

/**
 * Time for which a racing stream is read before it rests, in milliseconds: less than a frame, since the screen wants a
 * processor at any moment.
 */
export const RACE_WORK_MS = 10;

/** Time for which it then rests, in milliseconds. What comes meanwhile is read in larger pieces, which costs less. */
export const RACE_REST_MS = 2;

/** Time that the window has to ask for rows after a push, before a racing stream goes on, in milliseconds. */
export const RACE_ASK_MS = 12;

/**
 * Time that it then has to draw them, in milliseconds: the rest of a frame and most of the next one. With the time to
 * ask it is the longest gap that comes of it, far below `SLOW_GAP_MS`. Measured with ten million events on two cores, of
 * which the server takes what is left over: the longest frame is 30 to 34 ms.
 */
export const RACE_DRAW_MS = 25;

/** Silence of a server after which the window tells how far the request came, in milliseconds. */
export const WAITING_TOLD_AFTER_MS = 2000;

/** Time over which the rate of a stream is counted, in milliseconds. */
export const RATE_SPAN_MS = 1000;

/** Rate from which a stream counts as racing: ten rows change in every millisecond. */
export const RACING_EVENTS_PER_SECOND = 20_000;

/**
 * Time after a race in which its last rows come on screen, in milliseconds: its end is told with them, and not later
 * than this. They get their colours after it, in a frame of their own.
 */
export const RACE_SETTLE_MS = 100;

/** Silence between two events that gets a marker of its own in the timeline, in milliseconds. */
export const SILENCE_MARK_MS = 2_000;

/** Gap from which an event is marked as slow, in milliseconds. */
export const SLOW_GAP_MS = 400;

/** Columns of the timeline: the eight that it has, and `COLUMNS_MAX` for JSONPaths. */
export const TIMELINE_COLUMNS_MAX = 16;

/** Narrowest and widest column of the timeline, in CSS pixels. */
export const COLUMN_PX_MIN = 24;
export const COLUMN_PX_MAX = 1_200;

/** Characters of a JSONPath that is kept as a column. */
export const JSON_PATH_CHARS_MAX = 1_000;

/** Request body that the editor sends, in bytes. Larger bodies come from a file. */
export const REQUEST_BODY_BYTES_MAX = 64 * 1024 * 1024;

/** URL length in characters. Servers refuse far shorter ones; this bounds the input. */
export const URL_CHARS_MAX = 65_536;

/** Header fields of one request. */
export const REQUEST_HEADER_FIELDS_MAX = 256;

/** Size of an ordinary body that is opened at once, in bytes. A larger one is shown on demand. */
export const BODY_OPEN_BYTES_MAX = 16 * 1024 * 1024;

/** Size of a picture that is shown, in bytes and in pixels: 64 million take 256 MB when decoded. */
export const IMAGE_BYTES_MAX = 32 * 1024 * 1024;
export const IMAGE_PIXELS_MAX = 64_000_000;

/** Size of a body that is shown as one text or tree, in bytes. A string holds 512 million characters at most. */
export const BODY_TEXT_BYTES_MAX = 256 * 1024 * 1024;

/** Size of a body that is shown as a page, in bytes. Browsers get slow with larger ones. */
export const PREVIEW_BYTES_MAX = 4 * 1024 * 1024;

/** Pages that are kept for frames that show them; the oldest makes room. */
export const PREVIEWS_MAX = 16;

/** Live exchanges of one window. A further Send is refused with a sentence. */
export const LIVE_EXCHANGES_MAX = 64;

/** Reconnection time before a stream sets one, in milliseconds. Chrome waits 3 s, Firefox 5 s. */
export const DEFAULT_RECONNECTION_TIME_MS = 3_000;

/** Shortest and longest reconnection time, in milliseconds; a `retry` outside is moved to the nearer one. */
export const RECONNECTION_TIME_MS_MIN = 250;
export const RECONNECTION_TIME_MS_MAX = 24 * 60 * 60 * 1000;

/** Longest wait that our own doubling leads to, in milliseconds. */
export const BACKOFF_WAIT_MS_MAX = 30_000;

/** Share of the wait by which attempts are spread, so that many clients do not come back at once. */
export const BACKOFF_JITTER_SHARE = 0.25;

/**
 * Connection attempts in any `CONNECTS_WINDOW_MS` with reconnection `on`. A server that ends each response at
 * once and asks for a short reconnection time would be stormed otherwise.
 */
export const CONNECTS_IN_WINDOW_MAX = 5;

/** Length of that window, in milliseconds. */
export const CONNECTS_WINDOW_MS = 10_000;

/** Time between two looks at the clocks, in milliseconds, to notice that the computer slept. */
export const CLOCK_LOOK_INTERVAL_MS = 1_000;

/** Jump of a clock that is told, in milliseconds. A busy computer may keep a timer waiting for a second or two. */
export const CLOCK_JUMP_MS_MIN = 5_000;

/** Time after a sleep in which lost connections count as lost by it, in milliseconds. */
export const WAKE_RECENT_MS = 10_000;

/** Time over which attempts are spread after a sleep, in milliseconds: every stream was lost at once. */
export const WAKE_SPREAD_MS = 3_000;

/** Longest `Last-Event-ID` that is sent, in bytes. Servers refuse longer header fields. */
export const LAST_EVENT_ID_BYTES_MAX = 64 * 1024;

/** Bytes between two events that are looked through for blocks that set an id and no data. */
export const ID_SEARCH_BYTES_MAX = 1024 * 1024;

/** Problems told one by one on a connection; further ones are only counted. */
export const PROBLEMS_PER_CONNECTION_MAX = 10_000;

/** Events in one chunk that count as a burst when they come late. */
export const BURST_EVENTS_MIN = 4;

/** Silence before a burst from which it looks as if something on the way held events back, in milliseconds. */
export const BURST_SILENCE_MS = 1_000;

/** Ids remembered to tell a repeated event from a new one after a reconnect. */
export const RESUME_IDS_MAX = 1_000;

/** Chunks whose entries are kept as they came until a connection is lost. Each holds its bytes as text. */
export const RESUME_BATCHES_MAX = 8;

/** Events whose data is remembered, to tell a repetition where there are no ids. Each may hold a network chunk. */
export const RESUME_EVENTS_MAX = 64;

/** Bytes looked at to tell the shape of a stream that its media type does not tell. */
export const SNIFF_BYTES_MAX = 4_096;

/** Event types told apart in the tide chart; the rest is drawn in the neutral colour. */
export const CHART_TYPES_MAX = 10;

/** Largest workspace file that is read, in bytes. A request holds kilobytes; more is no request. */
export const WORKSPACE_FILE_BYTES_MAX = 10 * 1024 * 1024;

/** Aliases in one YAML file, and what they may multiply it by. */
export const YAML_ALIASES_MAX = 100;

/** Nesting of a YAML file. */
export const YAML_DEPTH_MAX = 200;

/** Files and folders of a workspace that are listed. */
export const WORKSPACE_ITEMS_MAX = 20_000;

/** Depth of folders in a workspace. */
export const WORKSPACE_DEPTH_MAX = 64;

/** How long a save waits for another writer of the same file, or for git, in milliseconds. */
export const SAVE_LOCK_WAIT_MS = 5_000;

/** Time between two looks at a lock, in milliseconds. */
export const SAVE_LOCK_RETRY_MS = 25;

/** Age of a lock from which its writer counts as dead, in milliseconds. A save takes a few. */
export const SAVE_LOCK_STALE_MS = 3_000;

/** Age from which an earlier version of a file may be dropped from local history, in milliseconds: 30 days. */
export const HISTORY_AGE_MS = 30 * 24 * 60 * 60 * 1_000;

/** Size of local history above which old versions are dropped, in bytes. Younger ones are kept all the same. */
export const HISTORY_BYTES_MAX = 500 * 1024 * 1024;

/** Rows of one table of a request: parameters, fields, variables. */
export const REQUEST_ROWS_MAX = 2_000;

/** Items that one action (delete, move) may take. */
export const ITEMS_PER_ACTION_MAX = 20_000;

/** Characters of a draft's key. */
export const DRAFT_KEY_CHARS_MAX = 64;

/** Tabs that are brought back after a restart. */
export const SESSION_TABS_MAX = 200;

/** Characters of a passphrase. */
export const PASSPHRASE_CHARS_MAX = 1_024;

/** Characters of one secret's value. A key file has a few thousand. */
export const SECRET_CHARS_MAX = 64 * 1024;

/** Exchanges kept in the history. The oldest ones are forgotten beyond it. */
export const RUNS_MAX = 10_000;

/** Size of the file of the history, in bytes. What was received is beside it, under `SPOOLS_DISK_BYTES_MAX`. */
export const RUNS_FILE_BYTES_MAX = 64 * 1024 * 1024;

/** Share of both that is left when the oldest exchanges are forgotten, so that it is not done with every Send. */
export const RUNS_KEPT_SHARE = 0.9;

/** Largest request that the history keeps, in bytes. Of a larger one only the head is kept; it cannot be sent again. */
export const RUN_REQUEST_BYTES_MAX = 1024 * 1024;

/** Exchanges in one `runs:list` answer. */
export const RUNS_PAGE_MAX = 200;
/** Informational responses (1xx) before the one that counts. More is a flood. */
export const INFORMATIONAL_RESPONSES_MAX = 16;

/** Header fields of a response. */
export const RESPONSE_HEADER_FIELDS_MAX = 2_000;

/** Certificates of a chain that are looked at. */
export const CERTIFICATES_MAX = 10;

/** Decoded bytes from which the ratio to what was sent is looked at. */
export const DECODED_BYTES_FREE = 64 * 1024 * 1024;

/** Decoded bytes per byte sent beyond which content is a bomb. Deflate ends at 1,032; text is seldom over 20. */
export const DECODED_RATIO_MAX = 1_000;

/** Parts of a multipart body, and fields of a form. */
export const FORM_PARTS_MAX = 2_000;

/** Cookies of one workspace; those used longest ago go first. */
export const COOKIES_MAX = 3_000;

/** Characters of a cookie, its attributes included. @see RFC 6265bis, 5.6 */
export const COOKIE_CHARS_MAX = 4_096;

/** Digest challenges answered for one request: the first one, and one that calls the nonce stale. */
export const CHALLENGES_MAX = 2;

/** How long the browser may take before the wait for an authorization ends, in milliseconds. */
export const AUTHORIZATION_WAIT_MS = 5 * 60 * 1_000;

/** An access token that ends within this time is not used any more, in milliseconds. */
export const TOKEN_EARLY_MS = 30_000;

/** Answer of an authorization server, in bytes. */
export const TOKEN_RESPONSE_BYTES_MAX = 1024 * 1024;

/** Head of a proxy's answer to CONNECT, in bytes. */
export const PROXY_HEAD_BYTES_MAX = 16 * 1024;

/** Certificate or key file, in bytes. A bundle of all authorities has 250 kB. */
export const CERTIFICATE_FILE_BYTES_MAX = 2 * 1024 * 1024;

/** Client certificates, and files of authorities. */
export const CERTIFICATES_KEPT_MAX = 200;

/** How long an unused connection is kept, in milliseconds. Many servers close after 5 s. */
export const IDLE_CONNECTION_MS = 4_000;

/** Unused connections that are kept. */
export const IDLE_CONNECTIONS_MAX = 32;
/** Characters of a query. */
export const QUERY_CHARS_MAX = 4_096;

/** Parentheses and negations inside one another in a query. */
export const QUERY_DEPTH_MAX = 64;

/** JSONPath columns of a timeline. */
export const COLUMNS_MAX = 8;

/** Characters of a value in a column. */
export const CELL_CHARS_MAX = 400;

/** Largest event whose values are put into columns, in bytes. Parsing a larger one takes longer than a frame. */
export const CELL_EVENT_BYTES_MAX = 1024 * 1024;

/** Marks of one exchange. */
export const MARKS_MAX = 1_000;

/** Characters of a mark's note. */
export const MARK_NOTE_CHARS_MAX = 2_000;

/** Bins of the time axis in one answer. A plot of 2,000 px has no use for more. */
export const AXIS_BINS_MAX = 2_000;

/** Silences remembered for the time axis: the longest ones. */
export const AXIS_GAPS_MAX = 256;

/** Problems told one by one in an answer of the time axis. */
export const AXIS_PROBLEMS_MAX = 256;

/** Connections that the statistics and the time axis tell one by one: the newest ones. */
export const STATS_CONNECTIONS_MAX = 1_000;

/** Rows that are copied at once. */
export const COPY_ROWS_MAX = 1_000_000;

/** Characters that are copied at once. Larger parts are exported. */
export const COPY_CHARS_MAX = 32 * 1024 * 1024;

/** Columns of an exported CSV file. */
export const EXPORT_COLUMNS_MAX = 32;

/** Brackets of a JSONPath inside one another. */
export const JSON_PATH_BRACKETS_MAX = 8;

/** Heads of requests, and of responses, that are kept of one exchange: the newest. The timeline has all responses. */
export const HEADS_MAX = 100;

/** Levels of a document in which it is told where the first of many values of a JSONPath stands. */
export const PATH_LEVELS_MAX = 64;

/**
 * Values of a path, in one event, whose place in the text is looked up so that whole numbers beyond 2^53 are compared
 * digit by digit. Those after them are compared as doubles: each place takes some hundred bytes.
 */
export const PATH_PLACES_MAX = 100_000;

/** Parentheses of a JSONPath inside one another. The parser's time triples with each; five take 20 ms. */
export const JSON_PATH_PARENTHESES_MAX = 5;

/** Bytes of the body that a query looks at between two looks at its messages. */
export const QUERY_BLOCK_BYTES = 1 * 1024 * 1024;

/** Length of a query's step, in milliseconds: so long the worker does not answer. */
export const QUERY_STEP_MS = 12;

/** Entries of the first step, and of each at least. */
export const QUERY_STEP_ENTRIES_MIN = 256;

/** Time between two looks at whether a query gets on, in milliseconds. */
export const QUERY_LOOK_MS = 100;

/**
 * Time at work after which a query that got through almost nothing is ended, in milliseconds. With the time until
 * that is noticed and the worker has ended, the user is told within a second.
 */
export const QUERY_SLOW_MS = 600;

/** Further time for each MiB of one event beyond the first: parsing a million members takes a second. */
export const QUERY_SLOW_MS_PER_MIB = 150;

/** Entries, or else KiB, that a query gets through in that time if it is not too slow. */
export const QUERY_ENTRIES_MIN = 200;
export const QUERY_KIBIBYTES_MIN = 1_024;

/** Heap of the worker that evaluates queries, in MiB. A document of 16 MiB takes a few hundred. */
export const QUERY_HEAP_MIB_MAX = 768;

/** Texts in which the places of a regular expression are looked up at once: the rows on screen many times over. */
export const FOUND_TEXTS_MAX = 512;

/** Characters of them all. A longer text is shown without marks. */
export const FOUND_CHARS_MAX = 2 * 1024 * 1024;

/** Texts whose places are kept, and their characters. */
export const FOUND_KEPT_MAX = 4_096;
export const FOUND_KEPT_CHARS_MAX = 8 * 1024 * 1024;

/** Patterns of a query that are marked at the same time. */
export const FOUND_PATTERNS_MAX = 16;

/** Ranges of one text that are marked. More would only cost time. */
export const FOUND_RANGES_MAX = 1_000;

/** Segments of a filtered list held in memory; a row takes 4 bytes, a segment of them 256 KiB. */
export const MATCH_SEGMENTS_IN_MEMORY = 8;

/** Rows whose bytes lie within this span are read at once, in bytes. */
export const SPAN_BYTES_MAX = 1024 * 1024;

/** Bytes of a long event that its row needs: the preview's characters, fields before it included. */
export const ROW_BYTES_MAX = 16 * 1024;

/** Time until a query looks again for bytes that were not on the disk yet, in milliseconds. */
export const QUERY_DISK_WAIT_MS = 30;

/** Characters of a path's value in an exported file. */
export const EXPORT_CELL_CHARS_MAX = 1024 * 1024;

/** Bars of a histogram in the statistics. */
export const STATS_BARS_MAX = 24;

/** Problems of a stream that the time axis can tell one by one; further ones are counted. */
export const AXIS_PROBLEMS_KEPT = 4_096;

/** Entries of a block, whose sums let the time axis count without looking at each entry. */
export const AXIS_BLOCK_ENTRIES = 256;

/** Edges of bins whose counts are remembered: some screens of the time axis at a few zooms. */
export const AXIS_EDGES_MAX = 8_192;
/** Largest file that a workspace names and the user allows to read, such as `.env`, in bytes. */
export const GRANTED_FILE_BYTES_MAX = 1024 * 1024;
