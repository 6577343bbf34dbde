export function buildExtension(options?: { folder?: string; platform?: string }): Promise<void>;
