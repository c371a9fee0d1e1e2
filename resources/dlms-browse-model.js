/**
 * A meter's object list as a tree of groups, objects and attributes: which rows show, what is ticked, and the
 * values that were read. Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);

  /** So much at once that a person did not mean to read it: whole load profiles, object lists, firmware. */
  const LARGE = ['7:2', '12:2', '15:2', '17:2', '18:7', '62:2'];
  const SHORT_NAME_STEP = 8;
  /** What the keys of groups begin with. */
  const GROUP = 'group ';

  const keyOf = (obis, attribute) => `${obis}:${attribute}`;
  const canRead = (access) => access === undefined || /read/.test(access);

  /** `active energy import, total` as `active_energy_import_total`. */
  const aliasOf = (words) =>
    words
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');

  /** In small letters, without accents. */
  const plain = (text) =>
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
      .toLowerCase();

  class BrowseModel {
    #words;
    #tell;
    #list = { objects: [], groups: [], classes: {}, accesses: [] };
    /** Of each object, in small letters: what a filter looks in. */
    #texts = [];
    #opened = new Set();
    /** What was closed of the groups that a filter opens: another filter opens them again. */
    #closed = new Set();
    #terms = [];
    #ticked = new Set();
    #values = new Map();
    #rows = [];

    /**
     * @param words gives the words for a group by its key
     * @param tell is called after each change with what changed: 'rows', 'ticks' or 'values'
     */
    constructor(words, tell = () => undefined) {
      this.#words = words;
      this.#tell = tell;
    }

    get list() {
      return this.#list;
    }

    /** `{ key, kind, level, … }`, from top to bottom. */
    get rows() {
      return this.#rows;
    }

    /** Objects that the filter leaves. */
    get shown() {
      return this.#list.objects.filter((_, index) => this.#fits(index));
    }

    get tickCount() {
      return this.#ticked.size;
    }

    /** @param list of the runtime: `objects`, `groups`, `classes`, `accesses` */
    setList(list) {
      this.#list = list;
      this.#texts = list.objects.map((object) => this.#textOf(object));
      const known = new Set(
        list.objects.flatMap((object) => this.attributesOf(object).map(({ id }) => keyOf(object.obis, id))),
      );
      this.#ticked = new Set([...this.#ticked].filter((key) => known.has(key)));
      this.#change();
    }

    /** Shows the objects that have each of the words, in their code, name, class or group. */
    setFilter(text) {
      this.#terms = plain(text)
        .split(/\s+/)
        .filter((term) => term !== '');
      this.#closed.clear();
      this.#change();
    }

    /** Opens a row that is closed, and the other way round. */
    toggle(key) {
      const turned = this.#isFound(key) ? this.#closed : this.#opened;
      if (!turned.delete(key)) turned.add(key);
      this.#change();
    }

    /** The class of an object, as far as it is known. */
    classOf({ classId }) {
      return this.#list.classes[classId] ?? { name: String(classId), attributes: [] };
    }

    /** `{ id, name, access }`; where the meter does not tell rights, those of the class, without access. */
    attributesOf(object) {
      const { attributes: names } = this.classOf(object);
      const nameOf = (id) => names[id - 1] ?? String(id);
      if (object.attributes === undefined) return names.map((name, index) => ({ id: index + 1, name }));
      const { accesses } = this.#list;
      return object.attributes.map(([id, access]) => ({ id, name: nameOf(id), access: accesses[access] }));
    }

    /** What is read and ticked where nothing else is named; nothing where the class has no one value. */
    valueOf(object) {
      const { value } = this.classOf(object);
      return this.attributesOf(object).find(({ id, access }) => id === value && canRead(access))?.id;
    }

    /** Which attribute a row is about, for ticks and values; nothing for a group, and for objects of many. */
    attributeOf({ kind, object, attribute }) {
      if (kind === 'group') return undefined;
      return kind === 'attribute' ? attribute.id : this.valueOf(object);
    }

    /** What a click on an object reads: its value, or whatever of it can be read without much ado. */
    readableOf(object) {
      const value = this.valueOf(object);
      if (value !== undefined) return [value];
      return this.attributesOf(object)
        .filter(({ id, access }) => canRead(access) && id > 1 && !LARGE.includes(`${object.classId}:${id}`))
        .map(({ id }) => id);
    }

    /** Tags of the values of these objects. */
    tagsOf(objects) {
      return objects.flatMap((object) => {
        const value = this.valueOf(object);
        return value === undefined ? [] : [keyOf(object.obis, value)];
      });
    }

    reading(obis, attribute) {
      return this.#values.get(keyOf(obis, attribute));
    }

    /** @param readings of the runtime: `obis`, `attribute`, `text`, `unit`, `quality` */
    setReadings(readings) {
      for (const reading of readings) this.#values.set(keyOf(reading.obis, reading.attribute), reading);
      this.#tell('values');
    }

    /** The unit that the meter told, now or earlier. */
    unitOf(object) {
      const value = this.valueOf(object);
      const reading = value === undefined ? undefined : this.reading(object.obis, value);
      return reading?.unit ?? object.unit;
    }

    isTicked(obis, attribute) {
      return this.#ticked.has(keyOf(obis, attribute));
    }

    tick(obis, attribute, on = !this.isTicked(obis, attribute)) {
      const key = keyOf(obis, attribute);
      if (on) this.#ticked.add(key);
      else this.#ticked.delete(key);
      this.#tell('ticks');
    }

    /** Rows for the table of signals, in the order of the list: code, name and a proposal for the alias. */
    signals() {
      const found = this.#list.objects.flatMap((object) =>
        this.attributesOf(object)
          .filter(({ id }) => this.isTicked(object.obis, id))
          .map((attribute) => this.#signal(object, attribute)),
      );
      const count = (alias) => found.filter((signal) => signal.alias === alias).length;
      return found.map((signal) => (count(signal.alias) > 1 ? { ...signal, alias: '' } : signal));
    }

    #signal(object, { id, name: attribute }) {
      const isValue = id === this.classOf(object).value;
      const code = shared('dlms-obis-code').printCode(object.obis);
      const wordsFor = (own = '') => [own, ...(isValue ? [] : [attribute])].filter((each) => each !== '');
      const words = wordsFor(object.name);
      const unit = isValue ? this.unitOf(object) : undefined;
      const name = words.join(', ');
      const shortName =
        object.baseName === undefined ? undefined : object.baseName + SHORT_NAME_STEP * (id - 1);
      return {
        todo: isValue ? code : `${code}:${id}`,
        name: unit === undefined || name === '' ? name : `${name} (${unit})`,
        alias: object.name === undefined ? '' : aliasOf(wordsFor(object.english ?? object.name).join(' ')),
        ...(shortName === undefined ? {} : { sn: String(shortName) }),
      };
    }

    #textOf(object) {
      const code = shared('dlms-obis-code').printCode(object.obis);
      const words = [
        object.obis,
        code,
        object.name ?? '',
        object.english ?? '',
        this.classOf(object).name,
        this.#words(object.group),
      ];
      return plain(words.join(' '));
    }

    #fits(index) {
      return this.#terms.every((term) => this.#texts[index].includes(term));
    }

    #change() {
      this.#rows = this.#list.groups.flatMap((group) => this.#groupRows(group));
      this.#tell('rows');
    }

    /** Whether the row shows because of a filter. */
    #isFound(key) {
      return this.#terms.length > 0 && key.startsWith(GROUP);
    }

    /** What a filter leaves is shown without opening its groups. */
    #groupRows(group) {
      const key = `${GROUP}${group}`;
      const found = this.#list.objects.flatMap((object, index) =>
        object.group === group && this.#fits(index) ? [[object, index]] : [],
      );
      if (found.length === 0) return [];
      const open = this.#isFound(key) ? !this.#closed.has(key) : this.#opened.has(key);
      const row = { key, kind: 'group', level: 1, group, count: found.length, open };
      return open
        ? [row, ...found.flatMap(([object, index], at) => this.#objectRows(object, index, at, found))]
        : [row];
    }

    #objectRows(object, index, at, { length: setSize }) {
      const key = `object ${index}`;
      const open = this.#opened.has(key);
      const row = { key, kind: 'object', level: 2, object, open, position: at + 1, setSize };
      if (!open) return [row];
      const attributes = this.attributesOf(object);
      return [
        row,
        ...attributes.map((attribute, place) => ({
          ...{ key: `attribute ${index} ${attribute.id}`, kind: 'attribute', level: 3, object, attribute },
          ...{ position: place + 1, setSize: attributes.length },
        })),
      ];
    }
  }

  const api = { BrowseModel, aliasOf };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
