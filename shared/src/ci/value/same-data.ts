/** Whether two values of plain data (objects, lists, scalars) say the same; functions only where they are the same one. */
export const isSameData = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, place) => isSameData(item, other[place]));
  }
  const entries = Object.entries(one);
  if (entries.length !== Object.keys(other).length) return false;
  const values = new Map(Object.entries(other));
  return entries.every(([key, value]) => values.has(key) && isSameData(value, values.get(key)));
};
