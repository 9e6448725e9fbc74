using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailContactPortal.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CrmReturns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CrmOutFields",
                table: "TargetGroups",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "SyncCursor",
                table: "TargetGroups",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "WalkedAt",
                table: "TargetGroups",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Clicked",
                table: "DemoCrmCampaigns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Opened",
                table: "DemoCrmCampaigns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Sent",
                table: "DemoCrmCampaigns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "CallsPerSecond",
                table: "CrmConnections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "EveryEvent",
                table: "CrmConnections",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "ParallelCalls",
                table: "CrmConnections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SyncMinutes",
                table: "CrmConnections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CrmCampaignId",
                table: "Campaigns",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CrmTotalsAt",
                table: "Campaigns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Reconciliations",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CampaignId = table.Column<int>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    StartedById = table.Column<int>(type: "INTEGER", nullable: false),
                    ProgressTotal = table.Column<int>(type: "INTEGER", nullable: false),
                    ProgressDone = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts = table.Column<string>(type: "TEXT", nullable: false),
                    Problem = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    RepairedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reconciliations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Reconciliations_Campaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "Campaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ReconciliationDifferences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ReconciliationId = table.Column<int>(type: "INTEGER", nullable: false),
                    EntryId = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    There = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReconciliationDifferences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReconciliationDifferences_Reconciliations_ReconciliationId",
                        column: x => x.ReconciliationId,
                        principalTable: "Reconciliations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ReconciliationDifferences_ReconciliationId_Kind",
                table: "ReconciliationDifferences",
                columns: new[] { "ReconciliationId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_Reconciliations_CampaignId",
                table: "Reconciliations",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_Reconciliations_Status",
                table: "Reconciliations",
                column: "Status");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ReconciliationDifferences");

            migrationBuilder.DropTable(
                name: "Reconciliations");

            migrationBuilder.DropColumn(
                name: "CrmOutFields",
                table: "TargetGroups");

            migrationBuilder.DropColumn(
                name: "SyncCursor",
                table: "TargetGroups");

            migrationBuilder.DropColumn(
                name: "WalkedAt",
                table: "TargetGroups");

            migrationBuilder.DropColumn(
                name: "Clicked",
                table: "DemoCrmCampaigns");

            migrationBuilder.DropColumn(
                name: "Opened",
                table: "DemoCrmCampaigns");

            migrationBuilder.DropColumn(
                name: "Sent",
                table: "DemoCrmCampaigns");

            migrationBuilder.DropColumn(
                name: "CallsPerSecond",
                table: "CrmConnections");

            migrationBuilder.DropColumn(
                name: "EveryEvent",
                table: "CrmConnections");

            migrationBuilder.DropColumn(
                name: "ParallelCalls",
                table: "CrmConnections");

            migrationBuilder.DropColumn(
                name: "SyncMinutes",
                table: "CrmConnections");

            migrationBuilder.DropColumn(
                name: "CrmCampaignId",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "CrmTotalsAt",
                table: "Campaigns");
        }
    }
}
