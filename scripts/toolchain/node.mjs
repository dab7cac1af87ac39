export async function requireNode() {}
