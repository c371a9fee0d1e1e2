/** Rows of the table of signals dragged by their grips to another place. Needs the editor (`RED`, jQuery). */
((scope) => {
  /** The mouse moves that far before a press is a drag; so near the edge the table scrolls, by so much. */
  const START_PX = 4;
  const EDGE_PX = 24;
  const SCROLL_PX = 14;

  /** The index of the row before which something at this height is put. */
  const indexAt = (rows, y) => {
    const at = rows.findIndex((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return y < (top + bottom) / 2;
    });
    return at < 0 ? rows.length : at;
  };

  class SignalsDrag {
    #box;
    #model;
    #start;
    #to;
    #mark = $('<div>', { class: 'meterflow-drop-mark' }).hide();

    constructor(box, place, model) {
      this.#box = box.get(0);
      this.#model = model;
      this.#mark.appendTo(place);
      box.on('pointerdown', '.meterflow-grip', ({ originalEvent }) => this.#begin(originalEvent));
    }

    #begin(event) {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      this.#start = event.clientY;
      this.#to = undefined;
      const move = (moved) => this.#follow(moved);
      const end = (ended) => {
        document.removeEventListener('pointermove', move);
        document.removeEventListener('keydown', cancel, true);
        for (const type of ['pointerup', 'pointercancel']) document.removeEventListener(type, end);
        this.#end(ended.type === 'pointerup');
      };
      const cancel = (pressed) => {
        if (pressed.key !== 'Escape') return;
        pressed.stopPropagation();
        end(pressed);
      };
      document.addEventListener('pointermove', move);
      document.addEventListener('keydown', cancel, true);
      for (const type of ['pointerup', 'pointercancel']) document.addEventListener(type, end);
    }

    #follow({ clientY }) {
      if (this.#to === undefined && Math.abs(clientY - this.#start) < START_PX) return;
      this.#scroll(clientY);
      const rows = [...this.#box.children];
      this.#to = indexAt(rows, clientY);
      this.#showMark(rows);
    }

    #scroll(y) {
      const scroller = this.#box.parentElement;
      const { top, bottom } = scroller.getBoundingClientRect();
      if (y < top + EDGE_PX) scroller.scrollTop -= SCROLL_PX;
      else if (y > bottom - EDGE_PX) scroller.scrollTop += SCROLL_PX;
    }

    #showMark(rows) {
      const last = rows.at(-1)?.getBoundingClientRect().bottom;
      const y = rows[this.#to]?.getBoundingClientRect().top ?? last;
      const { top } = this.#mark.parent().get(0).getBoundingClientRect();
      this.#mark.css('top', y - top - 1).show();
    }

    #end(isDropped) {
      this.#mark.hide();
      if (isDropped && this.#to !== undefined) this.#model.moveTo(this.#to);
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { SignalsDrag });
})(globalThis);
