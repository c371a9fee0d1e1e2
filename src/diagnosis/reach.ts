/** How far one trial of the search came. */

/**
 * silent: nothing came. hung-up: the line was closed without a word. noise: octets that make no sense here. iec: an
 * IEC 62056-21 meter answered, and no further. refused-link: DM, there is a meter that does not take this client.
 * linked: UA came, and no answer to the AARQ. refused: the meter refuses the association. readout: it has a plain
 * readout only. associated: all stands.
 */
export type Reach =
  | 'silent'
  | 'hung-up'
  | 'noise'
  | 'iec'
  | 'refused-link'
  | 'linked'
  | 'refused'
  | 'readout'
  | 'associated';
