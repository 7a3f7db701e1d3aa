const operation =
  /^(?:invoke_agent|create_agent|execute_tool|running tool:?|agent run|invoke_workflow|tool|agent|ToolUse|MCP\w*)[ :/]\s*/i;
const suffix = /\.(agent|tool|task|workflow|run|invoke|handoff)$/i;

/** The name of an agent or tool inside of a span's name: `invoke_agent Planner` → `Planner`. */
export function nameInSpanName(spanName: string): string {
  if (spanName.length > 300) return spanName;
  const bare = spanName.replace(operation, '').replace(suffix, '').trim();
  return bare === '' ? spanName : bare;
}
