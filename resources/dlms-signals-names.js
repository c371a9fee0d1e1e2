/**
 * Names of OBIS codes, and of the attributes of their classes, as the runtime tells them; and what is known
 * of the objects of the meter itself. Asked for once each, many at a time. Needs jQuery.
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  /** How long codes are gathered for one question, in milliseconds. */
  const GATHER_MS = 40;
  const MOST_CODES = 80;
  const MOST_KNOWN = 8;

  /** Each Chinese character is a word: there are no spaces between them. */
  const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{Letter}\p{Mark}\d+-])+/gu;
  const ACCENTS = /[\u0300-\u036f]/g;
  const wordsOf = (text) =>
    text.normalize('NFD').replace(ACCENTS, '').normalize('NFC').toLowerCase().match(WORD) ?? [];

  class ObisNames {
    /** By dotted code; null where nothing is known, or asked for already. */
    #infos = new Map();
    #waiting = new Set();
    #timer;
    #classes = {};
    #known = [];
    #tell;

    /** @param tell is called when more is known */
    constructor(tell) {
      this.#tell = tell;
      $.getJSON('dlms/interface-classes').done((classes) => {
        this.#classes = classes;
        this.#tell();
      });
    }

    close() {
      clearTimeout(this.#timer);
      this.#tell = () => undefined;
    }

    /** Name and classes of a dotted code; undefined where that is not known, perhaps not yet. */
    info(code) {
      if (!this.#infos.has(code)) this.#ask(code);
      return this.#infos.get(code) ?? undefined;
    }

    /** The classes that an object may have: `{ id, name, attributes, value }`, most likely first. */
    classesOf(code) {
      return (this.info(code)?.classes ?? []).flatMap((id) => {
        const known = this.#classes[id];
        return known === undefined ? [] : [{ id, ...known }];
      });
    }

    /**
     * @param objects of the meter: `{ logicalName, classId, name }`, the name may be missing; `english`, where
     * that is another one
     */
    setKnown(objects) {
      this.#known = objects;
      for (const { logicalName, classId, name } of this.#known) {
        const before = this.info(logicalName) ?? { logicalName, code: shared().printCode(logicalName) };
        this.#infos.set(logicalName, { ...before, name: name ?? before.name, classes: [classId] });
      }
      this.#tell();
    }

    /** A promise of the objects that fit what is typed; those of the meter come first, marked as `known`. */
    find(text) {
      const known = this.#findKnown(text);
      const isOther = ({ logicalName }) => !known.some((each) => each.logicalName === logicalName);
      return $.getJSON('dlms/obis-names', { find: text, language: shared().language() }).then(
        (found) => {
          for (const info of found) this.#learn(info);
          return [...known, ...found.filter(isOther)];
        },
        () => $.Deferred().resolve(known),
      );
    }

    #findKnown(text) {
      const typed = text.trim().toLowerCase();
      const words = wordsOf(typed);
      const fits = ({ code, logicalName, name = '', english = '' }) => {
        if ([code, logicalName].some((each) => each.startsWith(typed))) return true;
        const own = wordsOf(`${name} ${english}`);
        return words.length > 0 && words.every((word) => own.some((each) => each.startsWith(word)));
      };
      return this.#known
        .map(({ logicalName, english }) => ({ ...this.#infos.get(logicalName), english, known: true }))
        .filter(fits)
        .slice(0, MOST_KNOWN);
    }

    #ask(code) {
      this.#infos.set(code, null);
      this.#waiting.add(code);
      this.#timer ??= setTimeout(() => this.#askAll(), GATHER_MS);
    }

    #askAll() {
      const codes = [...this.#waiting].slice(0, MOST_CODES);
      for (const code of codes) this.#waiting.delete(code);
      this.#timer = this.#waiting.size > 0 ? setTimeout(() => this.#askAll(), GATHER_MS) : undefined;
      $.getJSON('dlms/obis-names', { codes: codes.join(), language: shared().language() }).done((infos) => {
        for (const info of infos) this.#learn(info);
        this.#tell();
      });
    }

    /** What the meter itself says of an object counts for more. */
    #learn(info) {
      const isKnown = this.#known.some(({ logicalName }) => logicalName === info.logicalName);
      const before = isKnown ? this.#infos.get(info.logicalName) : {};
      this.#infos.set(info.logicalName, { ...info, ...before, name: before?.name ?? info.name });
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { ObisNames });
})(globalThis);
