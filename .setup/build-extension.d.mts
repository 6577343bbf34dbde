export function buildExtension(options?: {
  folder?: string;
  platform?: string;
  nodeEntry?: string;
}): Promise<void>;
