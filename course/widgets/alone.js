// What stands in for the model of a kernel on a page without one.

const modelOf = (state) => ({
  get: (name) => state[name],
  set: (name, value) => {
    state[name] = value;
  },
  on() {},
  off() {},
  save_changes() {},
  send() {},
});
