// Select many: x-data="selection" on the form, name="id" boxes in its rows. Counts, "all", and the words on the button.
export default () => ({
  count: 0,
  total: 0,
  init() {
    this.tally();
    this.$el.addEventListener("change", (event) => this.changed(event.target));
    document.addEventListener("htmx:afterSettle", () => this.$el.isConnected && this.tally());
  },
  boxes() {
    return Array.from(this.$el.querySelectorAll("input[type=checkbox][data-pick]"));
  },
  changed(target) {
    if ("pickAll" in target.dataset) this.boxes().forEach((box) => (box.checked = target.checked));
    this.tally();
  },
  tally() {
    const boxes = this.boxes();
    this.total = boxes.length;
    this.count = boxes.filter((box) => box.checked).length;
    this.$el.querySelectorAll("[data-pick-all]").forEach((all) => {
      all.checked = this.count > 0 && this.count === this.total;
      all.indeterminate = this.count > 0 && this.count < this.total;
    });
    this.$el.querySelectorAll("[data-pick-act]").forEach((button) => (button.disabled = this.count === 0));
  },
});
