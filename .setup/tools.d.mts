export interface Tool {
  readonly name: string;
  readonly title: string;
}
export interface BuildableTool extends Tool {
  build(folder: string, npmInstall: (folder: string, ...packages: string[]) => void): void;
}
/** Installs a tool if it is not there yet and returns its folder. */
export function installTool(tool: BuildableTool): string;
/** The tool's folder, or undefined when it is not installed. */
export function toolFolder(tool: Tool): string | undefined;
