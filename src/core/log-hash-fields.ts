const words = (...lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(" ")));

/** Of the event itself; Auth0 makes them, and nothing can be found or sorted without them. */
export const verbatim = words("_id log_id date type");

/** Fields whose value says what kind of thing happened, through what and with what; never whose it is. */
const ofThings = words(
  "connection connection_id connection_name client_id client_name clientid strategy strategy_type provider",
  "organization_id organization_name hostname tenant tenant_name host_tenant environment_name audience scope scopes",
  "version name_of_type method channel protocol flow flow_type prompt event_type ss_sso_event_name",
  "grant_type response_type response_mode screen_hint token_endpoint_auth_method idp_token_type",
  "email_type notification_type notification_channel trigger trigger_id action_id action_name error_class",
  "errorcode error_code oautherror status statuscode state_of bucket confidence code_of_assessment",
  "id_token_signing_alg dpop_signing_alg token_endpoint_auth_signing_alg id_token_signed_response_algs",
  "country_code country_code3 country_name continent_code time_zone ja3 ja4 correlation_id trace_id",
  "created_at updated_at started_at finished_at start_time end_time last_login amr acr",
);

/** Fields whose value is written for people, or is an address that was asked for: whom it names is taken out of it. */
const prose = words(
  "description message error error_description errormsg reason warning hint notice title details type",
  "path url uri referer referrer docs documentation link feature id",
);

/** In which somebody else decides what stands there: bodies of requests, what applications keep about a user. */
const free = words(
  "body query qs user_metadata app_metadata metadata profile original_profile userinfo claims payload headers",
);

const addresses = words(
  "ip client_ip clientip remote_ip ip_address ipaddress address addresses ips",
);
const agents = words("user_agent useragent");

/** What is done with a text in this field. */
export type Treatment = "thing" | "agent" | "prose" | "address" | "unknown";

export function treatmentOf(key: string, isFree: boolean): Treatment {
  const name = key.toLowerCase();
  if (addresses.has(name)) return "address";
  if (agents.has(name)) return "agent";
  if (ofThings.has(name)) return "thing";
  return prose.has(name) && !isFree ? "prose" : "unknown";
}

/** Whether what stands below this field is somebody else's to decide. */
export const isFreeField = (key: string): boolean => free.has(key.toLowerCase());

/** Numbers that place a person on the map. */
const placing = words("latitude longitude lat lon lng");
export const mayKeepNumber = (key: string, isFree: boolean): boolean =>
  isFree ? treatmentOf(key, true) === "thing" : !placing.has(key.toLowerCase());
