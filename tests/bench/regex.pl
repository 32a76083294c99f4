#!/usr/bin/perl
# What a user of perl would write: one pass of regular expressions over the text of each page,
# the same fields as JSON lines. Pages are named on the command line.
use strict;
use warnings;

my %months = (
    janvier => 1, 'février' => 2, mars => 3, avril => 4, mai => 5, juin => 6, juillet => 7,
    'août' => 8, septembre => 9, octobre => 10, novembre => 11, 'décembre' => 12,
);
my $date = qr/(\d+)(?:er)? (\S+) (\d{4})/;

sub string {
    my ($text) = @_;
    return 'null' unless defined $text;
    $text =~ s/(["\\])/\\$1/g;
    $text =~ s/\n/\\n/g;
    $text =~ s/\t/\\t/g;
    return "\"$text\"";
}

sub date {
    my ($text) = @_;
    return undef unless defined $text && $text =~ $date && $months{$2};
    return sprintf '%04d-%02d-%02d', $3, $months{$2}, $1;
}

sub blocks {
    my ($text) = @_;
    return '[]' unless defined $text;
    my @blocks = grep { /\S/ } split /\n\s*\n/, $text;
    s/^\s+|\s+$//g for @blocks;
    return '[' . join(',', map { '{"type":"paragraph","text":' . string($_) . '}' } @blocks) . ']';
}

for my $path (@ARGV) {
    open my $file, '<', $path or die "$path: $!\n";
    local $/;
    my $text = <$file>;
    close $file;
    my ($name, $label, $number, $ministry, $suffix) =
        $text =~ /^(.+)\n(Question .*?) N° (\d+\w?) au (.+?)(?: \((retirée|caduque)\))?$/m or next;
    my ($title) = $text =~ /^source\n\s*\n(.+)$/m;
    my ($asked, $body, $heading, $answer) = $text =~
        /^Question soumise le (\N+)\n(.*?)^(Réponse\N*|Retirée\N*)\n(.*?)^(?:Aucun commentaire|\d+ commentaire)/ms;
    my ($civility, $opening) = (undef, undef);
    if (defined $body && $body =~ /^\s*(M\.|Mme|Mlle) \Q$name\E/) {
        $civility = $1;
        ($opening) = $body =~ /\b(?:à|de|auprès de) ((?:M\.|Mme) (?:le|la) (?:ministre|secrétaire|Premier)[^,.]*?) (?:sur|que|de bien|quant)\b/;
    }
    my $answered = date($heading);
    my $none = !defined $answer || $answer =~ /n'a pas encore de réponse/;
    my $status = !defined $heading ? undef
        : $heading =~ /^Retirée.*caduque/ ? 'lapsed' : $heading =~ /^Retirée/ ? 'withdrawn'
        : $heading =~ /à venir/ ? 'announced' : $none ? 'pending' : 'answered';
    print '{"file":', string($path), ',"type_label":', string($label), ',"number":', string($number),
        ',"author":{"name":', string($name), ',"civility":', string($civility), '},"ministry":',
        string($ministry), ',"addressee":', string($opening), ',"title":', string($title),
        ',"status":', string($status), ',"body":{"date":', string(date($asked)), ',"blocks":',
        blocks($body), '},"response":',
        $none || $status ne 'answered' ? 'null'
        : '{"date":' . string($answered) . ',"blocks":' . blocks($answer) . '}', "}\n";
}
