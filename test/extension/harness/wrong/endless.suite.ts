describe('a suite that never ends', () => {
  it('waits', function () {
    this.timeout(0);
    return new Promise(() => {});
  });
});
