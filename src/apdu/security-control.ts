/** The security control octet, which says how an APDU is protected (Green Book, security header). */

export interface SecurityControl {
  /** 0…15; the suites of the book are 0, 1 and 2. */
  readonly suite: number;
  readonly authenticated: boolean;
  readonly encrypted: boolean;
  /** Under the broadcast key in place of the unicast one. */
  readonly broadcastKey: boolean;
  readonly compressed: boolean;
}

const SUITE = 0x0f;
const AUTHENTICATED = 0x10;
const ENCRYPTED = 0x20;
const BROADCAST_KEY = 0x40;
const COMPRESSED = 0x80;

export function encodeSecurityControl(control: SecurityControl): number {
  return (
    (control.suite & SUITE) |
    (control.authenticated ? AUTHENTICATED : 0) |
    (control.encrypted ? ENCRYPTED : 0) |
    (control.broadcastKey ? BROADCAST_KEY : 0) |
    (control.compressed ? COMPRESSED : 0)
  );
}

export function decodeSecurityControl(octet: number): SecurityControl {
  return {
    suite: octet & SUITE,
    authenticated: (octet & AUTHENTICATED) !== 0,
    encrypted: (octet & ENCRYPTED) !== 0,
    broadcastKey: (octet & BROADCAST_KEY) !== 0,
    compressed: (octet & COMPRESSED) !== 0,
  };
}
