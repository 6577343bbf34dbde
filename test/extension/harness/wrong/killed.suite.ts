describe('a host that is killed', () => {
  it('passes', () => {});
  it('never comes back', () => process.kill(process.pid, 'SIGKILL'));
});
