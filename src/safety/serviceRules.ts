import type { TokenRule } from './tokenRules.ts';

/** Services whose keys have no form of their own, as gitleaks (MIT, see ThirdPartyNotices.txt) names them. */
const services = [
  'adafruit|adobe|airtable|algolia|alibaba|asana|atlassian|beamer|bitbucket|bittrex|cloudflare|codecov|cohere|coinbase|confluent',
  'contentful|databricks|datadog|discord|drone(?:ci)?|dropbox|etsy|facebook|fastly|finicity|finnhub|flickr|freshbooks|gitter|gocardless',
  'heroku|hubspot|intercom|jfrog|artifactory|kraken|kucoin|launchdarkly|linkedin|looker|mailchimp|mailgun|mapbox|mattermost|meilisearch',
  'meraki|messagebird|netlify|newrelic|new_relic|nytimes|okta|openweather|plaid|rapidapi|sendbird|sendgrid|sentry|snyk|squarespace',
  'sumologic|telegram|travis|trello|twilio|twitch|twitter|zendesk',
].join('|');

/** What a name says of other values of a service: of one of its revisions, or of what anybody may know. */
const others =
  '(?:commit|sha|hash|rev|digest|sum|version|integrity|etag|id|ids|url|uri|project|app|channel|index|image|file|path|chat|user|org|team|release|build|tag|board|list|card|site|page|account|member|run|job)';

/** A value of chance behind the name of a service: `ALGOLIA_ADMIN=…`. */
export const serviceRules: readonly TokenRule[] = [
  {
    kind: 'key',
    marker: '',
    form: new RegExp(
      String.raw`(?<![a-z])(?:${services})(?:[_. -](?!${others}\b)[a-z]{1,20}){0,3}["']?\s{0,3}(?:=>|:=|[:=])\s{0,3}["'\x60]?(?!AC[a-f0-9]{32}\b)(?<secret>[A-Za-z0-9_]{24,100}=?|00[\w-]{40}|[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12})(?![\w/.:=-])`,
      'gi',
    ),
  },
  {
    kind: 'key',
    marker: ':',
    form: /(?:sidekiq|contribsys)[^\n]{0,40}?(?<![a-f0-9])(?<secret>[a-f0-9]{8}:[a-f0-9]{8})(?![a-f0-9])/gi,
  },
  { kind: 'facebook', marker: '|', form: /(?<![\w|])\d{15,16}\|(?<secret>[\w-]{27,40})(?![\w-])/g },
  // The id of a pair is no secret, and what stands beside it is.
  { kind: 'twilio', marker: 'AC', form: /\bAC[a-f0-9]{32}\s{0,3}[:,;|/]\s{0,3}(?<secret>[a-f0-9]{32})\b/g },
  {
    kind: 'digitalocean',
    marker: 'DO00',
    form: /\bDO00[A-Z0-9]{16}["']?\s{0,3}[:,;|/]?\s{0,3}["']?(?<secret>[A-Za-z0-9+/]{43})(?![A-Za-z0-9+/])/g,
  },
];
