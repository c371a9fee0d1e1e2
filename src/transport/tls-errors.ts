/** What OpenSSL and Node say when a TLS connection fails, in words for the user. */
import { DlmsError, type ErrorFault } from '../errors.js';
import { lineError } from './line-errors.js';

interface Reason {
  readonly code: string;
  readonly says: string;
  readonly fault: ErrorFault;
  readonly hint: string;
}

const UNTRUSTED: Reason = {
  code: 'DLMS_TLS_UNTRUSTED',
  says: 'shows a certificate of an authority that is not trusted here',
  fault: 'settings',
  hint: 'Give the certificate of that authority (tlsCa, --ca or NODE_EXTRA_CA_CERTS), or the certificate itself where it is self-signed.',
};

const EXPIRED: Reason = {
  code: 'DLMS_TLS_EXPIRED',
  says: 'shows a certificate that is not valid today',
  fault: 'meter',
  hint: 'Renew the certificate of the meter or gateway, and check the clock of this computer.',
};

const WRONG_NAME: Reason = {
  code: 'DLMS_TLS_NAME',
  says: 'shows a certificate that was made for another name',
  fault: 'settings',
  hint: 'Reach it by the name in its certificate, or give that name as tlsServerName.',
};

const REVOKED: Reason = {
  code: 'DLMS_TLS_UNTRUSTED',
  says: 'shows a certificate that cannot be used for this',
  fault: 'meter',
  hint: 'The certificate was revoked, is damaged, or was made for another purpose: renew it.',
};

const CLIENT_REFUSED: Reason = {
  code: 'DLMS_TLS_CLIENT_REFUSED',
  says: 'does not accept the certificate of this client',
  fault: 'settings',
  hint: 'Give a client certificate and its key (tlsCert, tlsKey) of an authority that the other side trusts.',
};

const CLOSED: Reason = {
  code: 'DLMS_LINE_CLOSED',
  says: 'was closed by the other side',
  fault: 'line',
  hint: 'The meter or gateway hung up: it may serve another client, or want a client certificate that it trusts (tlsCert, tlsKey).',
};

const NOT_TLS: Reason = {
  code: 'DLMS_TLS_FAILED',
  says: 'does not answer in TLS',
  fault: 'settings',
  hint: 'The port may be for TCP without TLS: check port and transport.',
};

const NO_COMMON_VERSION: Reason = {
  code: 'DLMS_TLS_FAILED',
  says: 'has no version or cipher of TLS in common with this computer',
  fault: 'meter',
  hint: 'It may only know versions of TLS that are not safe any more: update it, or put a TLS proxy in front of it.',
};

/** Codes of Node and OpenSSL. */
const REASONS: Readonly<Record<string, Reason>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_UNTRUSTED: UNTRUSTED,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: EXPIRED,
  ERR_TLS_CERT_ALTNAME_INVALID: WRONG_NAME,
  HOSTNAME_MISMATCH: WRONG_NAME,
  CERT_REVOKED: REVOKED,
  CERT_REJECTED: REVOKED,
  CERT_SIGNATURE_FAILURE: REVOKED,
  INVALID_CA: REVOKED,
  INVALID_PURPOSE: REVOKED,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: CLIENT_REFUSED,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: CLIENT_REFUSED,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: CLIENT_REFUSED,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: CLIENT_REFUSED,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: CLIENT_REFUSED,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: CLIENT_REFUSED,
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: CLIENT_REFUSED,
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: CLIENT_REFUSED,
  ECONNRESET: CLOSED,
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
  ERR_SSL_HTTP_REQUEST: NOT_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: NO_COMMON_VERSION,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: NO_COMMON_VERSION,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: NO_COMMON_VERSION,
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: NO_COMMON_VERSION,
};

/** @param name the line's name for people, for example `tls meter.example:4059`. */
export function tlsError(name: string, cause: unknown): DlmsError {
  if (cause instanceof DlmsError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  const reason = typeof code === 'string' ? (REASONS[code] ?? otherAlert(code)) : undefined;
  if (reason === undefined) return lineError(name, cause);
  const { says, fault, hint } = reason;
  return new DlmsError(`${name} ${says}${namesIn(cause)} (${code})`, {
    code: reason.code,
    layer: 'transport',
    fault,
    hint,
    cause,
  });
}

function otherAlert(code: string): Reason | undefined {
  return code.startsWith('ERR_SSL_') || code === 'EPROTO' ? NOT_TLS : undefined;
}

/** The names that a certificate was made for, where that is the point. */
function namesIn(cause: unknown): string {
  const { cert } = cause as { readonly cert?: { readonly subjectaltname?: string } };
  const names = cert?.subjectaltname;
  return typeof names === 'string' ? ` (${names.slice(0, 200)})` : '';
}
