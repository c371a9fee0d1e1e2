/**
 * What the runtime found in a configuration file, all of it at once, each with its place. Needs the editor (`RED`,
 * jQuery).
 */
((scope) => {
  const TYPE = 'dlms-device';
  const text = (key, values) => scope.MeterflowDlms.word(TYPE, key, values);

  /** Where it stands, in the user's language; nothing where the whole file is meant. */
  const placeText = ({ sheet, row, column, line }) => {
    if (line !== undefined) return text('file.line', { line });
    if (sheet === undefined) return '';
    const parts = [sheet];
    if (row !== undefined) parts.push(text('file.row', { row }));
    if (column !== undefined) parts.push(text('file.column', { column }));
    return parts.join(', ');
  };

  /** Without the place, which stands beside it. */
  const withoutPlace = ({ text: whole, sheet, line }) => {
    if (sheet !== undefined) return whole.slice(whole.indexOf(': ') + 2);
    return line === undefined ? whole : whole.replace(`, line ${line}: `, ': ');
  };

  /** @param label of the list, for who listens */
  const findingList = (findings, label) => {
    const list = $('<ol>', { class: 'meterflow-findings', tabindex: 0, 'aria-label': label });
    for (const finding of findings) {
      const item = $('<li>').appendTo(list);
      const place = placeText(finding);
      if (place !== '') $('<span>', { class: 'meterflow-finding-place' }).text(place).appendTo(item);
      $('<span>').text(withoutPlace(finding)).appendTo(item);
    }
    return list;
  };

  /** Why a file was not taken. @param answer of the runtime to a request that failed */
  const fileFault = ({ status, responseJSON }, file) => {
    const place = $('<div>', { class: 'meterflow-fault' });
    const { problems = [], count, hint } = responseJSON ?? {};
    const head = (words) => $('<div>', { class: 'meterflow-fault-head' }).text(words).appendTo(place);
    if (problems.length === 0) {
      head(text(`file.fault.${faultOf(status, responseJSON)}`));
      return place;
    }
    const title = text('file.problems', { file, count });
    head(title);
    place.append(findingList(problems, title));
    if (hint !== undefined) $('<div>', { class: 'meterflow-facts' }).text(hint).appendTo(place);
    return place;
  };

  const faultOf = (status, answer) => {
    if (status === 401 || status === 403) return 'forbidden';
    if (status === 413) return 'too-large';
    return answer?.code === 'nothing' ? 'nothing' : 'no-runtime';
  };

  /** What the user should know of a file that was taken. */
  const fileWarnings = (warnings) => {
    if (warnings.length === 0) return $();
    const title = text('file.warnings', { count: warnings.length });
    const head = $('<div>', { class: 'meterflow-fault-head' }).text(title);
    return $('<div>', { class: 'meterflow-warnings' }).append(head, findingList(warnings, title));
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { fileFault, fileWarnings });
})(globalThis);
