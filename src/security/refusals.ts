/** The errors of protection: what came cannot be trusted, or the settings do not suffice to tell. */
import { DlmsError } from '../errors.js';

/** The tag is wrong, or what came out of an APDU without a tag is none. */
export function undecipherable(what: string): DlmsError {
  return new DlmsError(what, {
    code: 'DLMS_DECIPHERING',
    layer: 'security',
    fault: 'meter',
    hint: 'Check block_cipher_key, authentication_key and the system title of the meter; a message changed on its way looks the same.',
  });
}

/** It came plain, weaker than asked for, or in a way that is not taken. */
export function unprotected(what: string, hint?: string): DlmsError {
  return new DlmsError(what, {
    code: 'DLMS_PROTECTION',
    layer: 'security',
    fault: 'meter',
    hint: hint ?? 'Set security and security_suite as the meter has them for this client.',
  });
}

export function wrongSystemTitle(what: string): DlmsError {
  return new DlmsError(what, {
    code: 'DLMS_SYSTEM_TITLE',
    layer: 'security',
    fault: 'meter',
    hint: 'Set server_system_title where the meter does not send its own, and leave it out where it does.',
  });
}

export function wrongSignature(what: string): DlmsError {
  return new DlmsError(what, {
    code: 'DLMS_SIGNATURE',
    layer: 'security',
    fault: 'meter',
    hint: 'Check that server_public_key is the public signing key of this meter.',
  });
}

/** What was found genuine makes no sense. */
export function senseless(what: string): DlmsError {
  return new DlmsError(what, {
    code: 'DLMS_MALFORMED',
    layer: 'security',
    fault: 'meter',
    hint: 'Record the octets with a trace and report them: the meter sent something that this package cannot read.',
  });
}

export function wrongSetting(what: string, hint?: string): DlmsError {
  return new DlmsError(what, { code: 'DLMS_SETTING', layer: 'settings', fault: 'settings', hint });
}
