/**
 * What the older Electron of the fallback writes on Linux where there is no system bus or no
 * graphics card. It goes on without either, so a reader would only look for a fault in vain.
 */
const harmless = [
  /^\[\S+:ERROR:bus\.cc\(\d+\)\] Failed to connect to the bus: /,
  /^\[\S+:ERROR:object_proxy\.cc\(\d+\)\] Failed to call method: org\.freedesktop\.DBus\./,
  /^\[\S+:ERROR:viz_main_impl\.cc\(\d+\)\] Exiting GPU process due to errors during init/,
  /^\[\S+:ERROR:command_buffer_proxy_impl\.cc\(\d+\)\] ContextResult::kTransientFailure: /,
];

/** Whether a line of stderr says nothing that concerns the user. */
export function isHarmless(/** @type {string} */ line) {
  return harmless.some((pattern) => pattern.test(line));
}
